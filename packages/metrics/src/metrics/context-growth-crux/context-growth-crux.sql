-- One row: the period.
SELECT true AS is_total, median(context_growth_crux) AS value FROM period_session
