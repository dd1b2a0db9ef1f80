-- One row for the period (is_total), then one per step of it.
SELECT
  is_total,
  time,
  CASE WHEN requests = 0 THEN 0 ELSE usd(cache_savings_usd) END AS savings_usd,
  usd(cache_savings_usd) AS value
FROM period_usage
