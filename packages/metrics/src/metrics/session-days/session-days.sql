-- One row per session, local day (or step, where steps are shorter than a day) and model, and one for the period (is_total).
WITH grain AS (
  SELECT (SELECT count(*) FROM step) > (SELECT count(*) FROM day WHERE in_period) AS by_step
), fact AS (
  SELECT
    session_id,
    time,
    day,
    step_no,
    model,
    1 AS requests,
    input_tokens,
    output_tokens,
    cache_creation_tokens,
    cache_read_tokens,
    cost_usd,
    input_usd,
    output_usd,
    write_5m_usd,
    write_1h_usd,
    read_usd,
    CASE WHEN cost_usd IS NOT NULL THEN fee_usd END AS search_usd,
    NULL AS premium_usd,
    NULL AS carry_usd,
    0 AS tool_calls,
    0 AS executed_calls,
    0 AS tool_errors,
    is_incomplete OR cost_usd IS NULL AS lower_bound
  FROM period_request
  UNION ALL
  -- The same requests once more: it is faster than a join.
  SELECT
    session_id, time, day, step_no, model,
    0, 0, 0, 0, 0,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    premium_usd,
    carry_usd,
    0, 0, 0,
    false
  FROM period_thread_step
  UNION ALL
  SELECT
    session_id, time, day, step_no, model,
    0, 0, 0, 0, 0,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    1,
    CASE WHEN outcome IN ('ok', 'error') AND NOT is_dialogue THEN 1 ELSE 0 END,
    CASE WHEN outcome = 'error' AND NOT is_dialogue THEN 1 ELSE 0 END,
    false
  FROM period_tool_call
), cell AS (
  SELECT
    session_id,
    CASE WHEN by_step THEN fact.time ELSE day END AS time,
    -- Two hours of one name are not in the order of their texts.
    min(step_no) AS step_no,
    coalesce(fact.model, 'unknown') AS model,
    sum(requests) AS requests,
    sum(input_tokens) AS input_tokens,
    sum(output_tokens) AS output_tokens,
    sum(cache_creation_tokens) AS cache_creation_tokens,
    sum(cache_read_tokens) AS cache_read_tokens,
    usd(sum(cost_usd)) AS cost_usd,
    usd(sum(input_usd)) AS input_usd,
    usd(sum(output_usd)) AS output_usd,
    usd(sum(write_5m_usd)) AS write_5m_usd,
    usd(sum(write_1h_usd)) AS write_1h_usd,
    usd(sum(read_usd)) AS read_usd,
    usd(sum(search_usd)) AS search_usd,
    usd(sum(premium_usd)) AS premium_usd,
    usd(sum(carry_usd)) AS carry_usd,
    sum(tool_calls) AS tool_calls,
    sum(executed_calls) AS executed_calls,
    sum(tool_errors) AS tool_errors,
    bool_or(lower_bound) AS lower_bound
  FROM fact, grain
  GROUP BY ALL
)
SELECT true AS is_total, count(*) AS value FROM cell
UNION ALL BY NAME
SELECT false AS is_total, * FROM cell
ORDER BY is_total DESC, step_no, time, session_id, model
