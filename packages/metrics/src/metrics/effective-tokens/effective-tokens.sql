-- One row per step of the period, and one for the period (is_total).
SELECT
  GROUPING(step.step_no) = 1 AS is_total,
  step.step_no,
  any_value(step.time) AS time,
  CAST(coalesce(sum(input_tokens), 0) AS DOUBLE) AS input_tokens,
  CAST(coalesce(sum(output_tokens), 0) AS DOUBLE) AS output_tokens,
  CAST(coalesce(sum(cache_creation_tokens), 0) AS DOUBLE) AS cache_creation_tokens,
  CAST(coalesce(sum(input_tokens + output_tokens + cache_creation_tokens), 0) AS DOUBLE) AS effective_tokens,
  CAST(coalesce(sum(input_tokens + output_tokens + cache_creation_tokens), 0) AS DOUBLE) AS value,
  bool_or(coalesce(is_incomplete, false)) AS lower_bound
FROM step
LEFT JOIN period_request USING (step_no)
GROUP BY GROUPING SETS ((), (step.step_no))
ORDER BY is_total DESC, step.step_no
