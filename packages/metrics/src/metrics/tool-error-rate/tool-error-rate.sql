-- One row per step of the period, and one for the period (is_total).
WITH executed_call AS (
  SELECT step_no, outcome = 'error' AS is_error FROM period_tool_call WHERE outcome IN ('ok', 'error') AND NOT is_dialogue
), counted AS (
  SELECT step_no, count(*) AS executed, count(*) FILTER (WHERE is_error) AS errors FROM executed_call GROUP BY step_no
)
SELECT true AS is_total, count(*) FILTER (WHERE is_error) / nullif(count(*), 0) AS value FROM executed_call
UNION ALL BY NAME
SELECT
  false AS is_total,
  step_no,
  time,
  coalesce(executed, 0) AS executed,
  coalesce(errors, 0) AS errors,
  errors / executed AS error_rate,
  wilson_low(errors, executed) AS error_rate_low,
  wilson_high(errors, executed) AS error_rate_high
FROM step
LEFT JOIN counted USING (step_no)
ORDER BY is_total DESC, step_no
