-- One row: the period.
SELECT true AS is_total, usd(sum(premium_crux_usd)) AS value FROM period_session
