-- One row per kind of repeated work, and one for the period (is_total).
WITH read AS (
  SELECT
    tool_call.session_id,
    tool_call.thread_id,
    tool_call.time_ms,
    call_key,
    request_key,
    row_number() OVER in_order AS position,
    count(*) OVER in_order AS calls,
    first_value(call_key) OVER in_order AS group_key
  FROM (
    SELECT * FROM tool_call SEMI JOIN period_session USING (session_id) WHERE tool = 'Read' AND outcome = 'ok'
  ) AS tool_call
  ASOF LEFT JOIN (SELECT session_id, thread_id, time_ms FROM compaction WHERE kind = 'compact') AS epoch
    ON epoch.session_id = tool_call.session_id
    AND epoch.thread_id = tool_call.thread_id
    AND tool_call.time_ms >= epoch.time_ms
  WINDOW in_order AS (
    PARTITION BY tool_call.session_id, tool_call.thread_id, epoch.time_ms, input_characters, result_characters
    ORDER BY tool_call.time_ms, call_key
    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
  )
), repeated AS (
  SELECT 'reread' AS kind, group_key, position, request_key FROM read
  WHERE calls >= 3 AND time_ms >= (SELECT start_ms FROM period) AND time_ms < (SELECT as_of_ms FROM period)
  UNION ALL
  SELECT 'retry_loop', loop_key, position, request_key FROM retry_loop
  WHERE time_ms >= (SELECT start_ms FROM period) AND time_ms < (SELECT as_of_ms FROM period)
), wasted AS (
  SELECT DISTINCT kind, request_key FROM repeated WHERE position > 1
), costs AS (
  SELECT
    kind,
    count(*) AS requests,
    usd(sum(cost_usd)) AS cost_usd,
    bool_or(is_incomplete OR cost_usd IS NULL) AS lower_bound
  FROM wasted
  JOIN period_request USING (request_key)
  GROUP BY kind
), counted AS (
  SELECT
    kind,
    count(DISTINCT group_key) AS groups,
    count(*) AS calls,
    count(*) FILTER (WHERE position > 1) AS repeats
  FROM repeated
  GROUP BY kind
), whole AS (
  -- A request can repeat in both ways.
  SELECT usd(sum(cost_usd)) AS cost_usd, bool_or(is_incomplete OR cost_usd IS NULL) AS lower_bound
  FROM period_request
  SEMI JOIN wasted USING (request_key)
)
SELECT
  true AS is_total, NULL AS kind, NULL AS groups, NULL AS calls, NULL AS repeats, NULL AS requests, NULL AS cost_usd,
  CASE WHEN EXISTS (FROM wasted) THEN cost_usd ELSE 0 * (SELECT usd(sum(cost_usd)) FROM period_request) END AS value,
  coalesce(lower_bound, false) AS lower_bound
FROM whole
UNION ALL
SELECT false, kind, groups, calls, repeats, coalesce(requests, 0), cost_usd, NULL, NULL
FROM counted
LEFT JOIN costs USING (kind)
ORDER BY is_total DESC, kind
