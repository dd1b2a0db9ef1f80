-- One row per step of the period, and one for the period (is_total).
SELECT
  GROUPING(step.step_no) = 1 AS is_total,
  step.step_no,
  any_value(step.time) AS time,
  CAST(coalesce(sum(period_request.cache_read_tokens), 0) AS DOUBLE) AS tokens,
  CAST(coalesce(sum(period_request.cache_read_tokens), 0) AS DOUBLE) AS value
FROM step
LEFT JOIN period_request USING (step_no)
GROUP BY GROUPING SETS ((), (step.step_no))
ORDER BY is_total DESC, step.step_no
