-- One row: the period.
SELECT
  true AS is_total,
  usd(sum(premium_crux_usd)) AS value,
  -- A session without a main thread has no premium to miss.
  bool_or(context_peak_tokens IS NOT NULL AND premium_crux_usd IS NULL) AS lower_bound
FROM period_session
