-- One row per session, local day (or step, where steps are shorter than a day) and model, and one for the period (is_total).
WITH grain AS (
  SELECT (SELECT count(*) FROM step) > (SELECT count(*) FROM day WHERE in_period) AS by_step
), fact AS (
  SELECT
    period_request.session_id,
    CASE WHEN by_step THEN period_request.time ELSE period_request.day END AS time,
    period_request.step_no,
    coalesce(period_request.model, 'unknown') AS model,
    1 AS requests,
    period_request.input_tokens,
    period_request.output_tokens,
    period_request.cache_creation_tokens,
    period_request.cache_read_tokens,
    period_request.cost_usd,
    period_request.input_usd,
    period_request.output_usd,
    period_request.write_5m_usd,
    period_request.write_1h_usd,
    period_request.read_usd,
    CASE WHEN period_request.cost_usd IS NOT NULL THEN fee_usd END AS search_usd,
    premium_usd,
    carry_usd,
    0 AS tool_calls,
    0 AS executed_calls,
    0 AS tool_errors,
    is_incomplete OR period_request.cost_usd IS NULL AS lower_bound
  FROM period_request
  CROSS JOIN grain
  LEFT JOIN (SELECT request_key, premium_usd, carry_usd FROM period_thread_step) USING (request_key)
  UNION ALL
  SELECT
    session_id,
    CASE WHEN by_step THEN time ELSE day END,
    step_no,
    coalesce(model, 'unknown'),
    0, 0, 0, 0, 0,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    1,
    CASE WHEN outcome IN ('ok', 'error') AND NOT is_dialogue THEN 1 ELSE 0 END,
    CASE WHEN outcome = 'error' AND NOT is_dialogue THEN 1 ELSE 0 END,
    false
  FROM period_tool_call
  CROSS JOIN grain
), cell AS (
  SELECT
    session_id,
    time,
    -- Two hours of one name are not in the order of their texts.
    min(step_no) AS step_no,
    model,
    sum(requests)::BIGINT AS requests,
    CAST(sum(input_tokens) AS DOUBLE) AS input_tokens,
    CAST(sum(output_tokens) AS DOUBLE) AS output_tokens,
    CAST(sum(cache_creation_tokens) AS DOUBLE) AS cache_creation_tokens,
    CAST(sum(cache_read_tokens) AS DOUBLE) AS cache_read_tokens,
    usd(sum(cost_usd)) AS cost_usd,
    usd(sum(input_usd)) AS input_usd,
    usd(sum(output_usd)) AS output_usd,
    usd(sum(write_5m_usd)) AS write_5m_usd,
    usd(sum(write_1h_usd)) AS write_1h_usd,
    usd(sum(read_usd)) AS read_usd,
    usd(sum(search_usd)) AS search_usd,
    usd(sum(premium_usd)) AS premium_usd,
    usd(sum(carry_usd)) AS carry_usd,
    sum(tool_calls)::BIGINT AS tool_calls,
    sum(executed_calls)::BIGINT AS executed_calls,
    sum(tool_errors)::BIGINT AS tool_errors,
    bool_or(lower_bound) AS lower_bound
  FROM fact
  GROUP BY session_id, time, model
)
SELECT true AS is_total, count(*) AS value FROM cell
UNION ALL BY NAME
SELECT false AS is_total, * FROM cell
ORDER BY is_total DESC, step_no, time, session_id, model
