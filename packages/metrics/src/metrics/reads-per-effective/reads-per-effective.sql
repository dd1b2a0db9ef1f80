-- One row per step of the period, and one for the period (is_total).
SELECT
  is_total,
  time,
  CAST(cache_read_tokens AS DOUBLE) AS cache_read_tokens,
  CAST(input_tokens + output_tokens + cache_creation_tokens AS DOUBLE) AS effective_tokens,
  period_usage.cache_read_tokens / nullif(effective_tokens, 0) AS reads_per_effective,
  CASE WHEN requests = 0 THEN 0 ELSE usd(read_usd) END AS read_usd,
  reads_per_effective AS value
FROM period_usage
ORDER BY is_total DESC, step_no
