-- One row per step of the period, and one for the period (is_total).
WITH by_step AS (
  SELECT
    step_no,
    CAST(sum(output_usd) AS DOUBLE) / nullif(CAST(sum(cost_usd) AS DOUBLE), 0) AS output_cost_share,
    sum(output_tokens) / nullif(sum(context_tokens), 0) AS output_per_context,
    sum(output_tokens) / nullif(sum(cache_read_tokens + cache_creation_tokens), 0) AS output_per_context_crux
  FROM period_request
  GROUP BY step_no
)
SELECT
  true AS is_total,
  CAST(sum(output_usd) AS DOUBLE) / nullif(CAST(sum(cost_usd) AS DOUBLE), 0) AS value,
  coalesce(bool_or(is_incomplete), false) AS lower_bound
FROM period_request
UNION ALL BY NAME
SELECT false AS is_total, step_no, time, by_step.* EXCLUDE (step_no)
FROM step
LEFT JOIN by_step USING (step_no)
ORDER BY is_total DESC, step_no
