-- One row per step of the period, and one for the period (is_total).
SELECT
  GROUPING(step.step_no) = 1 AS is_total,
  step.step_no,
  any_value(step.time) AS time,
  CASE WHEN count(request_key) = 0 THEN 0 ELSE usd(sum(carry_usd)) END AS carry_usd,
  CASE WHEN count(request_key) = 0 THEN 0 ELSE usd(sum(cold_usd)) END AS cold_usd,
  CASE WHEN count(request_key) = 0 THEN 0 ELSE usd(sum(premium_usd)) END AS premium_usd,
  CASE WHEN count(request_key) = 0 THEN 0 ELSE usd(sum(premium_usd)) END AS value,
  bool_or(request_key IS NOT NULL AND premium_usd IS NULL) AS lower_bound
FROM step
LEFT JOIN period_thread_step USING (step_no)
GROUP BY GROUPING SETS ((), (step.step_no))
ORDER BY is_total DESC, step.step_no
