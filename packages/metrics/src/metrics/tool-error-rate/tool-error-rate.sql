-- One row per step of the period, and one for the period (is_total).
SELECT
  GROUPING(step.step_no) = 1 AS is_total,
  step.step_no,
  any_value(step.time) AS time,
  count(*) FILTER (WHERE outcome IN ('ok', 'error')) AS executed,
  count(*) FILTER (WHERE outcome = 'error') AS errors,
  errors / nullif(executed, 0) AS error_rate,
  wilson_low(errors, executed) AS error_rate_low,
  wilson_high(errors, executed) AS error_rate_high,
  error_rate AS value
FROM step
LEFT JOIN period_tool_call ON period_tool_call.step_no = step.step_no AND NOT is_dialogue
GROUP BY GROUPING SETS ((), (step.step_no))
ORDER BY is_total DESC, step.step_no
