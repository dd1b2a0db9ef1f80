-- One row per failed tool call or API error of a session (its first 20), with the line it stands on, and one for the period (is_total).
WITH failure AS (
  SELECT session_id, call_key AS error_key, time_ms, tool, coalesce('exit code ' || exit_code, 'error') AS class
  FROM period_tool_call
  WHERE outcome = 'error' AND NOT is_dialogue
  UNION ALL
  SELECT session_id, error_key, time_ms, NULL, code || CASE WHEN kind = 'retry' THEN ', tried again' ELSE '' END
  FROM api_error, (SELECT start_ms, as_of_ms FROM period)
  WHERE time_ms >= start_ms AND time_ms < as_of_ms
), written AS (
  SELECT tool_use_id AS error_key, file_id, time_ms AS result_ms, line, part FROM raw_tool_result
  UNION ALL
  SELECT coalesce(uuid, 'line ' || file.name || ':' || line || ':' || part), file_id, 0, line, part
  FROM raw_api_error
  JOIN file USING (file_id)
), placed AS (
  SELECT
    error_key,
    any_value(failure.session_id) AS session_id,
    any_value(time_ms) AS time_ms,
    any_value(tool) AS tool,
    any_value(class) AS class,
    arg_min((file.name, line), (result_ms, file_rank, line, part)) AS place
  FROM failure
  JOIN written USING (error_key)
  JOIN file USING (file_id)
  GROUP BY error_key
), ranked AS (
  SELECT
    session_id,
    (time_ms - started_ms) / 1000 AS at_s,
    tool,
    class,
    place[1] AS file,
    place[2] AS line,
    -- Numbered in one order of all: an order for each session takes twice as long.
    row_number() OVER (ORDER BY session_id, time_ms, error_key) - rank() OVER (ORDER BY session_id) + 1 AS rank
  FROM placed
  JOIN costliest_session USING (session_id)
)
SELECT true AS is_total, count(*) AS value FROM placed
UNION ALL BY NAME
SELECT false AS is_total, * FROM ranked WHERE rank <= 20
ORDER BY is_total DESC, session_id, rank
