-- One row per type of subagent, largest cost first, and one for the period (is_total).
WITH typed AS (
  SELECT agent_id, min(agent_type) AS agent_type
  FROM (
    SELECT agent_id, agent_type FROM file WHERE agent_type IS NOT NULL
    UNION ALL
    SELECT subagent_id, subagent_type FROM raw_tool_result WHERE subagent_id IS NOT NULL AND subagent_type IS NOT NULL
  )
  GROUP BY agent_id
), returned AS (
  -- A call that reports no duration went on in the background: its result is a notice.
  SELECT 'agent ' || subagent_id AS thread_id, sum(result_characters)::BIGINT AS characters, sum(returned_tokens)::BIGINT AS tokens
  FROM tool_call
  WHERE subagent_id IS NOT NULL AND outcome = 'ok' AND is_duration_reported
  GROUP BY subagent_id
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
    GROUPING(coalesce(typed.agent_type, 'unknown')) = 1 AS is_total,
    coalesce(typed.agent_type, 'unknown') AS agent_type,
    count(*) AS runs,
    coalesce(sum(requests), 0)::BIGINT AS requests,
    sum(cost) AS cost,
    sum(run.tokens)::BIGINT AS consumed_tokens,
    count(returned.characters) AS returned_runs,
    sum(returned.characters)::BIGINT AS returned_characters,
    sum(returned.tokens)::BIGINT AS returned_tokens,
    sum(run.tokens) FILTER (WHERE returned.tokens IS NOT NULL) / nullif(sum(returned.tokens), 0) AS consumed_per_returned_token,
    median(duration_ms) / 1000 AS p50_s,
    coalesce(sum(executed), 0)::BIGINT AS executed,
    coalesce(sum(errors), 0)::BIGINT AS errors
  FROM run
  LEFT JOIN typed ON run.thread_id = 'agent ' || typed.agent_id
  LEFT JOIN returned USING (thread_id)
  GROUP BY GROUPING SETS ((), (coalesce(typed.agent_type, 'unknown')))
), everything AS (
  SELECT usd(sum(cost_usd)) AS all_usd FROM period_request
)
SELECT
  is_total,
  agent_type,
  runs,
  requests,
  usd(cost) AS cost_usd,
  usd(cost) / nullif(all_usd, 0) AS share,
  consumed_tokens,
  returned_runs,
  returned_characters,
  returned_tokens,
  consumed_per_returned_token,
  p50_s,
  executed,
  errors,
  errors / nullif(executed, 0) AS error_rate,
  wilson_low(errors, executed) AS error_rate_low,
  wilson_high(errors, executed) AS error_rate_high,
  CASE WHEN requests = 0 THEN 0 * all_usd ELSE usd(cost) END / nullif(all_usd, 0) AS value
FROM grouped, everything
ORDER BY is_total DESC, cost DESC NULLS LAST, agent_type
