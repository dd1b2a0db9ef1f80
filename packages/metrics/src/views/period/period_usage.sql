-- One row per step of the period, and one for the period (is_total): what its requests used. Sums of nothing are 0 tokens; of
-- amounts NULL, as where all are unpriced.
CREATE OR REPLACE TABLE derived.period_usage AS
SELECT
  GROUPING(step.step_no) = 1 AS is_total,
  step.step_no,
  CASE WHEN GROUPING(step.step_no) = 0 THEN any_value(step.time) END AS time,
  count(request_key) AS requests,
  coalesce(sum(input_tokens), 0) AS input_tokens,
  coalesce(sum(output_tokens), 0) AS output_tokens,
  coalesce(sum(cache_creation_tokens), 0) AS cache_creation_tokens,
  coalesce(sum(cache_read_tokens), 0) AS cache_read_tokens,
  coalesce(sum(context_tokens), 0) AS context_tokens,
  sum(cost_usd) AS cost_usd,
  sum(read_usd) AS read_usd,
  sum(cache_savings_usd) AS cache_savings_usd,
  bool_or(is_incomplete) AS is_incomplete,
  bool_or(request_key IS NOT NULL AND cost_usd IS NULL) AS is_unpriced
FROM step
LEFT JOIN period_request USING (step_no)
GROUP BY GROUPING SETS ((), (step.step_no))
