-- One row per step of the period, and one for the period (is_total).
SELECT
  is_total,
  time,
  CAST(input_tokens AS DOUBLE) AS input_tokens,
  CAST(output_tokens AS DOUBLE) AS output_tokens,
  CAST(cache_creation_tokens AS DOUBLE) AS cache_creation_tokens,
  CAST(period_usage.input_tokens + period_usage.output_tokens + period_usage.cache_creation_tokens AS DOUBLE) AS effective_tokens,
  effective_tokens AS value,
  is_incomplete AS lower_bound
FROM period_usage
ORDER BY is_total DESC, step_no
