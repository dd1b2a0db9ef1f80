-- One row per step of the period, and one for the period (is_total).
SELECT
  GROUPING(step.step_no) = 1 AS is_total,
  step.step_no,
  any_value(step.time) AS time,
  CAST(sum(output_usd) AS DOUBLE) / nullif(CAST(sum(cost_usd) AS DOUBLE), 0) AS output_cost_share,
  sum(output_tokens) / nullif(sum(context_tokens), 0) AS output_per_context,
  sum(output_tokens) / nullif(sum(cache_read_tokens + cache_creation_tokens), 0) AS output_per_context_crux,
  CAST(sum(output_usd) AS DOUBLE) / nullif(CAST(sum(cost_usd) AS DOUBLE), 0) AS value,
  coalesce(bool_or(is_incomplete), false) AS lower_bound
FROM step
LEFT JOIN period_request USING (step_no)
GROUP BY GROUPING SETS ((), (step.step_no))
ORDER BY is_total DESC, step.step_no
