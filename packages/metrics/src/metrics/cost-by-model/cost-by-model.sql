-- One row per step and model, one per model (time NULL, largest cost first), and one for the period (is_total).
SELECT
  GROUPING(model) = 1 AS is_total,
  GROUPING(step_no) AS is_model_total,
  step_no,
  CASE WHEN GROUPING(step_no) = 0 THEN any_value(time) END AS time,
  coalesce(model, 'unknown') AS model,
  count(*) AS requests,
  CAST(sum(input_tokens) AS DOUBLE) AS input_tokens,
  CAST(sum(output_tokens) AS DOUBLE) AS output_tokens,
  CAST(sum(cache_creation_tokens) AS DOUBLE) AS cache_creation_tokens,
  CAST(sum(cache_read_tokens) AS DOUBLE) AS cache_read_tokens,
  usd(sum(cost_usd)) AS cost_usd,
  usd(sum(cost_usd)) AS value,
  bool_or(is_incomplete OR cost_usd IS NULL) AS lower_bound
FROM period_request
GROUP BY GROUPING SETS ((), (model), (step_no, model))
ORDER BY is_total DESC, is_model_total DESC, step_no, CASE WHEN is_model_total = 1 THEN sum(cost_usd) END DESC NULLS LAST, model
