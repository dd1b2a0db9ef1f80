-- One row per step of the period, and one for the period (is_total).
SELECT
  GROUPING(step.step_no) = 1 AS is_total,
  step.step_no,
  any_value(step.time) AS time,
  CASE WHEN count(request_key) = 0 THEN 0 ELSE usd(sum(cache_savings_usd)) END AS savings_usd,
  CASE WHEN count(cache_savings_usd) > 0 THEN usd(sum(cache_savings_usd)) END AS value
FROM step
LEFT JOIN period_request USING (step_no)
GROUP BY GROUPING SETS ((), (step.step_no))
ORDER BY is_total DESC, step.step_no
