-- One row per step of the period, and one for the period (is_total).
SELECT
  GROUPING(step.step_no) = 1 AS is_total,
  step.step_no,
  any_value(step.time) AS time,
  CAST(coalesce(sum(cache_read_tokens), 0) AS DOUBLE) AS cache_read_tokens,
  CAST(coalesce(sum(input_tokens + output_tokens + cache_creation_tokens), 0) AS DOUBLE) AS effective_tokens,
  sum(cache_read_tokens) / nullif(sum(input_tokens + output_tokens + cache_creation_tokens), 0) AS reads_per_effective,
  CASE WHEN count(request_key) = 0 THEN 0 ELSE usd(sum(read_usd)) END AS read_usd,
  sum(cache_read_tokens) / nullif(sum(input_tokens + output_tokens + cache_creation_tokens), 0) AS value
FROM step
LEFT JOIN period_request USING (step_no)
GROUP BY GROUPING SETS ((), (step.step_no))
ORDER BY is_total DESC, step.step_no
