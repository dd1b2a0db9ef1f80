-- One row per kind of repeated work, and one for the period (is_total).
WITH epoch AS (
  SELECT session_id, thread_id, time_ms FROM compaction WHERE kind = 'compact'
), read AS (
  SELECT
    arg_min(call_key, (tool_call.time_ms, call_key)) AS group_key,
    list({call_key: call_key, time_ms: tool_call.time_ms, request_key: request_key}) AS calls
  FROM (
    SELECT * FROM tool_call SEMI JOIN period_session USING (session_id) WHERE tool = 'Read' AND outcome = 'ok'
  ) AS tool_call
  -- The last one before the call, if it is of the same thread.
  ASOF LEFT JOIN epoch ON (tool_call.session_id, tool_call.thread_id, tool_call.time_ms) >= (epoch.session_id, epoch.thread_id, epoch.time_ms)
  GROUP BY
    tool_call.session_id,
    tool_call.thread_id,
    CASE WHEN epoch.session_id = tool_call.session_id AND epoch.thread_id = tool_call.thread_id THEN epoch.time_ms END,
    input_characters,
    result_characters
  HAVING count(*) >= 3
), called AS (
  SELECT 'reread' AS kind, group_key, call.call_key <> group_key AS is_repeat, call.request_key, call.time_ms
  FROM (SELECT group_key, unnest(calls) AS call FROM read)
  UNION ALL
  SELECT 'retry_loop', loop_key, position > 1, request_key, time_ms FROM retry_loop
), repeated AS (
  SELECT called.kind, group_key, is_repeat, request_key FROM called, period WHERE time_ms >= start_ms AND time_ms < as_of_ms
), counted AS (
  SELECT kind, count(DISTINCT group_key) AS groups, count(*) AS calls, count(*) FILTER (WHERE is_repeat) AS repeats
  FROM repeated
  GROUP BY kind
), wasted AS (
  -- A request can repeat in both ways.
  SELECT request_key, bool_or(kind = 'reread') AS is_reread, bool_or(kind = 'retry_loop') AS is_loop
  FROM repeated
  WHERE is_repeat
  GROUP BY request_key
), costs AS (
  SELECT
    usd(sum(cost_usd)) AS cost_usd,
    bool_or(is_incomplete OR cost_usd IS NULL) AS lower_bound,
    usd(sum(cost_usd) FILTER (WHERE is_reread)) AS reread_usd,
    usd(sum(cost_usd) FILTER (WHERE is_loop)) AS loop_usd,
    count(*) FILTER (WHERE is_reread) AS reread_requests,
    count(*) FILTER (WHERE is_loop) AS loop_requests
  FROM wasted
  JOIN period_request USING (request_key)
)
SELECT
  true AS is_total,
  CASE WHEN (SELECT bool_or(repeats > 0) FROM counted) THEN cost_usd
    ELSE 0 * (SELECT usd(sum(cost_usd)) FROM period_request) END AS value,
  coalesce(lower_bound, false) AS lower_bound
FROM costs
UNION ALL BY NAME
SELECT
  false AS is_total,
  kind,
  groups,
  calls,
  repeats,
  CASE kind WHEN 'reread' THEN reread_requests ELSE loop_requests END AS requests,
  CASE kind WHEN 'reread' THEN reread_usd ELSE loop_usd END AS cost_usd
FROM counted, costs
ORDER BY is_total DESC, kind
