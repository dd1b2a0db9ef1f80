-- One row per step of the period, and one for the period (is_total).
SELECT
  is_total,
  time,
  CASE WHEN requests = 0 THEN 0 ELSE usd(cache_savings_usd) END AS savings_usd,
  usd(cache_savings_usd) AS value
FROM period_usage
ORDER BY is_total DESC, step_no
