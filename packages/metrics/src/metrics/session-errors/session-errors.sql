-- One row per failed tool call or API error of a session (its first 20), with the line it stands on, and one for the period (is_total).
WITH costliest AS (
  SELECT session_id, started_ms AS first_ms FROM period_session ORDER BY cost_usd DESC NULLS LAST, session_id LIMIT 2000
), failed AS (
  SELECT
    call.session_id,
    call.call_key AS error_key,
    any_value(call.tool) AS tool,
    min(call.time_ms) AS time_ms,
    arg_min(file.name, (raw_tool_result.time_ms, file_rank, line, part)) AS file,
    arg_min(line, (raw_tool_result.time_ms, file_rank, line, part)) AS line,
    any_value(coalesce('exit code ' || call.exit_code, 'error')) AS class
  FROM (SELECT * FROM period_tool_call WHERE outcome = 'error' AND NOT is_dialogue) AS call
  JOIN raw_tool_result ON raw_tool_result.tool_use_id = call.call_key
  JOIN file USING (file_id)
  GROUP BY call.session_id, call.call_key
  UNION ALL
  SELECT
    error.session_id,
    error.error_key,
    NULL,
    error.time_ms,
    arg_min(written.name, (file_rank, line, part)),
    arg_min(written.line, (file_rank, line, part)),
    error.code || CASE WHEN error.kind = 'retry' THEN ', tried again' ELSE '' END
  FROM (
    SELECT * FROM api_error WHERE time_ms >= (SELECT start_ms FROM period) AND time_ms < (SELECT as_of_ms FROM period)
  ) AS error
  JOIN (
    SELECT coalesce(uuid, 'line ' || file.name || ':' || line || ':' || part) AS error_key, file.name, file_rank, line, part
    FROM raw_api_error
    JOIN file USING (file_id)
  ) AS written USING (error_key)
  GROUP BY ALL
), ranked AS (
  SELECT *, row_number() OVER (PARTITION BY session_id ORDER BY time_ms, error_key) AS rank FROM failed
)
SELECT true AS is_total, count(*) AS value FROM failed
UNION ALL BY NAME
SELECT
  false AS is_total,
  ranked.session_id,
  (time_ms - first_ms) / 1000 AS at_s,
  tool,
  class,
  file,
  line,
  rank
FROM ranked
JOIN costliest USING (session_id)
WHERE rank <= 20
ORDER BY is_total DESC, session_id, rank
