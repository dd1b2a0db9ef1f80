-- One row per tool call with its outcome and the permission mode that its session last named; `is_dialogue` tools ask the person and
-- are kept out of error rates and durations.
CREATE OR REPLACE TABLE derived.tool_call AS
WITH result AS (
  SELECT
    coalesce(tool_use_id, 'line ' || file_rank || ':' || line || ':' || part) AS call_key,
    -- The first result as a whole: with a minimum per column, a copy would fill the gaps of the first.
    arg_min(
      {
        outcome: outcome, error_class: error_class, exit_code: exit_code, time_ms: time_ms, duration_ms: duration_ms,
        result_characters: result_characters, lines_added: lines_added, lines_removed: lines_removed, subagent_id: subagent_id,
        returned_tokens: returned_tokens
      },
      (time_ms, file_rank, line, part, outcome)
    ) AS of_first
  FROM raw_tool_result
  JOIN file USING (file_id)
  GROUP BY call_key
), call AS (
  SELECT
    coalesce(tool_use_id, 'call ' || file_rank || ':' || raw_tool_call.line || ':' || raw_tool_call.part) AS call_key,
    arg_min(
      {name: raw_tool_call.name, agent_id: raw_tool_call.agent_id, input_characters: input_characters},
      (raw_tool_call.time_ms, file_rank, raw_tool_call.line, raw_tool_call.part, raw_tool_call.name)
    ) AS of_first,
    min(raw_tool_call.time_ms) AS time_ms,
    bool_or(is_commit) AS is_commit,
    bool_or(is_pull_request) AS is_pull_request,
    arg_min(usage_key.request_key, (raw_tool_call.time_ms, file_rank, raw_tool_call.line, raw_tool_call.part)) AS request_key,
    owner_session(raw_tool_call.producer_session_id, coalesce(raw_tool_call.session_id, file.session_id), file.own_from_ms)
      AS line_session_id
  FROM raw_tool_call
  JOIN file USING (file_id)
  LEFT JOIN (SELECT file_id, line, part, request_key FROM usage_line) AS usage_key USING (file_id, line, part)
  GROUP BY call_key
), named AS (
  SELECT
    * EXCLUDE (of_first),
    of_first.agent_id,
    of_first.input_characters,
    coalesce(of_first.name, 'unknown') AS tool,
    coalesce(of_first.name IN ('AskUserQuestion', 'ExitPlanMode'), false) AS is_dialogue
  FROM call
), joined AS (
  SELECT
    named.call_key,
    named.request_key,
    named.tool,
    -- `mcp__github__search`; a plugin's server is `plugin_<plugin>_<server>`.
    nullif(regexp_extract(named.tool, '^mcp__(.+?)__', 1), '') AS mcp_server,
    named.time_ms,
    coalesce(request.session_id, named.line_session_id) AS session_id,
    coalesce(request.thread_kind, 'main') AS thread_kind,
    coalesce(request.thread_id, 'agent ' || named.agent_id, 'main') AS thread_id,
    request.model,
    coalesce(result.of_first.outcome, 'pending') AS outcome,
    result.of_first.error_class,
    result.of_first.exit_code,
    named.is_dialogue,
    named.is_commit,
    named.is_pull_request,
    named.input_characters,
    result.of_first.result_characters,
    result.of_first.lines_added,
    result.of_first.lines_removed,
    result.of_first.subagent_id,
    result.of_first.returned_tokens,
    result.of_first.time_ms AS result_ms,
    CASE WHEN result.of_first.outcome IN ('ok', 'error') AND NOT named.is_dialogue
      THEN coalesce(result.of_first.duration_ms, bounded(result.of_first.time_ms - named.time_ms, 0, NULL)) END AS duration_ms,
    result.of_first.duration_ms IS NOT NULL AS is_duration_reported
  FROM named
  LEFT JOIN result USING (call_key)
  LEFT JOIN request USING (request_key)
), mode AS (
  SELECT session_id, time_ms AS from_ms, max(permission_mode) AS permission_mode
  FROM prompt
  WHERE permission_mode IS NOT NULL
  GROUP BY session_id, time_ms
)
SELECT joined.*, mode.permission_mode
FROM joined
ASOF LEFT JOIN mode ON joined.session_id = mode.session_id AND joined.time_ms >= mode.from_ms;
