-- One row per step of the period, and one for the period (is_total).
SELECT
  GROUPING(step.step_no) = 1 AS is_total,
  step.step_no,
  any_value(step.time) AS time,
  sum(cache_read_tokens) / nullif(sum(cache_creation_tokens), 0) AS cache_reuse,
  sum(cache_read_tokens) / nullif(sum(cache_creation_tokens), 0) AS value
FROM step
LEFT JOIN period_request USING (step_no)
GROUP BY GROUPING SETS ((), (step.step_no))
ORDER BY is_total DESC, step.step_no
