-- One row per tool call with its outcome; `is_dialogue` tools ask the person and are kept out of error rates and durations.
CREATE OR REPLACE TABLE derived.tool_call AS
WITH result AS (
  SELECT
    coalesce(tool_use_id, 'line ' || file_rank || ':' || line || ':' || part) AS call_key,
    arg_min(outcome, (time_ms, file_rank, line, part, outcome)) AS outcome,
    arg_min(exit_code, (time_ms, file_rank, line, part)) AS exit_code,
    min(time_ms) AS time_ms,
    arg_min(duration_ms, (time_ms, file_rank, line, part)) AS duration_ms
  FROM raw_tool_result
  JOIN file USING (file_id)
  GROUP BY call_key
), call AS (
  SELECT
    coalesce(tool_use_id, 'call ' || file_rank || ':' || raw_tool_call.line || ':' || raw_tool_call.part) AS call_key,
    arg_min(raw_tool_call.name, (raw_tool_call.time_ms, file_rank, raw_tool_call.line, raw_tool_call.part, raw_tool_call.name)) AS name,
    min(raw_tool_call.time_ms) AS time_ms,
    arg_min(usage_key.request_key, (raw_tool_call.time_ms, file_rank, raw_tool_call.line, raw_tool_call.part)) AS request_key,
    owner_session(raw_tool_call.producer_session_id, coalesce(raw_tool_call.session_id, file.session_id), file.own_from_ms)
      AS line_session_id
  FROM raw_tool_call
  JOIN file USING (file_id)
  LEFT JOIN (SELECT file_id, line, part, request_key FROM usage_line) AS usage_key USING (file_id, line, part)
  GROUP BY call_key
)
SELECT
  call.call_key,
  coalesce(call.name, 'unknown') AS tool,
  call.time_ms,
  coalesce(request.session_id, call.line_session_id) AS session_id,
  coalesce(request.thread_kind, 'main') AS thread_kind,
  request.model,
  coalesce(result.outcome, 'pending') AS outcome,
  coalesce(call.name IN ('AskUserQuestion', 'ExitPlanMode'), false) AS is_dialogue,
  CASE WHEN result.outcome IN ('ok', 'error') AND NOT coalesce(call.name IN ('AskUserQuestion', 'ExitPlanMode'), false)
    THEN coalesce(result.duration_ms, bounded(result.time_ms - call.time_ms, 0, NULL)) END AS duration_ms
FROM call
LEFT JOIN result USING (call_key)
LEFT JOIN request USING (request_key);
