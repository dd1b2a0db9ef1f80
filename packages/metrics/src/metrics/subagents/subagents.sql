-- One row per type of subagent, largest cost first, and one for the period (is_total).
WITH agent AS (
  SELECT
    'agent ' || agent_id AS thread_id,
    min(agent_type) AS agent_type,
    sum(characters)::BIGINT AS returned_characters,
    sum(tokens)::BIGINT AS returned_tokens
  FROM (
    SELECT agent_id, agent_type, NULL AS characters, NULL AS tokens FROM file
    UNION ALL
    SELECT subagent_id, subagent_type, NULL, NULL FROM raw_tool_result
    UNION ALL
    -- A call that reports no duration went on in the background: its result is a notice.
    SELECT subagent_id, NULL, result_characters, returned_tokens FROM tool_call WHERE outcome = 'ok' AND is_duration_reported
  )
  WHERE agent_id IS NOT NULL
  GROUP BY agent_id
), tool AS (
  SELECT request_key, count(*) AS executed, count(*) FILTER (WHERE outcome = 'error') AS errors
  FROM period_tool_call
  WHERE thread_kind = 'subagent' AND outcome IN ('ok', 'error') AND NOT is_dialogue
  GROUP BY request_key
), run AS (
  SELECT
    thread_id,
    sum(tool.executed)::BIGINT AS executed,
    sum(tool.errors)::BIGINT AS errors,
    count(*) AS requests,
    sum(cost_usd) AS cost,
    sum(context_tokens + output_tokens)::BIGINT AS tokens,
    max(ended_ms) - min(started_ms) AS duration_ms
  FROM period_request
  LEFT JOIN tool USING (request_key)
  WHERE thread_kind = 'subagent'
  GROUP BY thread_id
), grouped AS (
  SELECT
    coalesce(agent_type, 'unknown') AS agent_type,
    count(*) AS runs,
    sum(requests)::BIGINT AS requests,
    usd(sum(cost)) AS cost_usd,
    sum(tokens)::BIGINT AS consumed_tokens,
    count(agent.returned_characters) AS returned_runs,
    sum(agent.returned_characters)::BIGINT AS returned_characters,
    sum(agent.returned_tokens)::BIGINT AS returned_tokens,
    sum(tokens) FILTER (WHERE agent.returned_tokens IS NOT NULL) / nullif(sum(agent.returned_tokens), 0) AS consumed_per_returned_token,
    median(duration_ms) / 1000 AS p50_s,
    coalesce(sum(executed), 0)::BIGINT AS executed,
    coalesce(sum(errors), 0)::BIGINT AS errors
  FROM run
  LEFT JOIN agent USING (thread_id)
  GROUP BY ALL
), everything AS (
  SELECT
    usd(sum(cost_usd)) AS all_usd,
    usd(sum(cost_usd) FILTER (WHERE thread_kind = 'subagent')) AS own_usd,
    count(*) FILTER (WHERE thread_kind = 'subagent') AS requests
  FROM period_request
)
SELECT true AS is_total, CASE WHEN requests = 0 THEN 0 * all_usd ELSE own_usd END / nullif(all_usd, 0) AS value
FROM everything
UNION ALL BY NAME
SELECT
  false AS is_total,
  grouped.*,
  cost_usd / nullif(all_usd, 0) AS share,
  errors / nullif(executed, 0) AS error_rate,
  wilson_low(errors, executed) AS error_rate_low,
  wilson_high(errors, executed) AS error_rate_high
FROM grouped, everything
ORDER BY is_total DESC, cost_usd DESC NULLS LAST, agent_type
