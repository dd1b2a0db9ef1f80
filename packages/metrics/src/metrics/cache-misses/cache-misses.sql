-- One row per cause, and one for the period (is_total). A sum of unpriced misses is NULL.
SELECT
  GROUPING(miss_cause) = 1 AS is_total,
  miss_cause AS cause,
  count(*) AS misses,
  CAST(sum(missed_tokens) AS DOUBLE) AS tokens,
  usd(sum(miss_usd)) AS cost_usd,
  miss_cause IN ('ttl_expiry', 'prefix_change', 'model_switch') AS avoidable,
  CASE WHEN count(*) = 0 THEN 0 ELSE usd(sum(miss_usd)) END AS value,
  coalesce(bool_or(miss_usd IS NULL), false) AS lower_bound
FROM period_thread_step
WHERE is_miss
GROUP BY GROUPING SETS ((), (miss_cause))
ORDER BY is_total DESC, cost_usd DESC NULLS LAST, cause
