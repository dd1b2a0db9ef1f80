-- One row per step of the period, and one for the period (is_total).
SELECT
  GROUPING(step.step_no) = 1 AS is_total,
  step.step_no,
  any_value(step.time) AS time,
  usd(coalesce(sum(carry_usd), 0)) AS carry_usd,
  usd(coalesce(sum(cold_usd), 0)) AS cold_usd,
  usd(coalesce(sum(premium_usd), 0)) AS premium_usd,
  CASE WHEN count(request_key) = 0 OR count(premium_usd) > 0 THEN usd(coalesce(sum(premium_usd), 0)) END AS value,
  bool_or(request_key IS NOT NULL AND premium_usd IS NULL) AS lower_bound
FROM step
LEFT JOIN period_thread_step USING (step_no)
GROUP BY GROUPING SETS ((), (step.step_no))
ORDER BY is_total DESC, step.step_no
