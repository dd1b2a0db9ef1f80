-- One row per project, and one for the period (is_total).
SELECT
  GROUPING(project) = 1 AS is_total,
  project,
  count(*) AS requests,
  sum(cache_read_tokens) / nullif(sum(context_tokens), 0) AS cache_hit_rate,
  sum(cache_read_tokens) FILTER (WHERE NOT (is_fresh AND step = 1))
    / nullif(sum(context_tokens) FILTER (WHERE NOT (is_fresh AND step = 1)), 0) AS warm_hit_rate,
  sum(cache_read_tokens) / nullif(sum(cache_creation_tokens), 0) AS cache_reuse,
  count(*) FILTER (WHERE is_miss) AS misses,
  CASE WHEN count(*) FILTER (WHERE is_miss) = 0 THEN 0 ELSE usd(sum(miss_usd)) END AS miss_usd,
  CASE WHEN count(*) FILTER (WHERE miss_cause IN ('ttl_expiry', 'prefix_change', 'model_switch')) = 0 THEN 0
    ELSE usd(sum(miss_usd) FILTER (WHERE miss_cause IN ('ttl_expiry', 'prefix_change', 'model_switch'))) END AS avoidable_usd,
  warm_hit_rate AS value
FROM period_thread_step
GROUP BY GROUPING SETS ((), (project))
ORDER BY is_total DESC, sum(cost_usd) DESC NULLS LAST, requests DESC, project
