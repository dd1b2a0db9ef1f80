-- One row per kind of success, and one for the period (is_total).
WITH failure AS (
  SELECT time_ms FROM api_error
  WHERE kind = 'failure' AND time_ms >= (SELECT start_ms FROM period) AND time_ms < (SELECT as_of_ms FROM period)
), turn AS (
  SELECT
    session_id,
    time_ms AS from_ms,
    coalesce(lead(time_ms) OVER (PARTITION BY session_id ORDER BY time_ms, prompt_key), 9007199254740991) AS to_ms
  FROM period_prompt
  WHERE is_human OR kind = 'sdk'
), ended AS (
  SELECT
    turn.session_id,
    turn.from_ms,
    turn.to_ms,
    bool_or(stop.time_ms IS NOT NULL) AS is_failed
  FROM turn
  LEFT JOIN (
    SELECT session_id, time_ms FROM interruption
    UNION ALL
    SELECT session_id, time_ms FROM api_error WHERE kind = 'failure'
  ) AS stop
    ON stop.session_id = turn.session_id AND stop.time_ms >= turn.from_ms AND stop.time_ms < turn.to_ms
  GROUP BY ALL
), counted (kind_no, kind, ok, failed) AS (
  SELECT 1, 'request', (SELECT count(*) FROM period_request), (SELECT count(*) FROM failure)
  UNION ALL
  SELECT 2, 'tool', count(*) FILTER (WHERE outcome = 'ok'), count(*) FILTER (WHERE outcome = 'error')
  FROM period_tool_call WHERE NOT is_dialogue
  UNION ALL
  SELECT 3, 'turn', count(*) FILTER (WHERE NOT is_failed), count(*) FILTER (WHERE is_failed) FROM ended
)
SELECT
  true AS is_total, 0 AS kind_no, NULL AS kind, NULL AS ok, NULL AS failed, NULL AS rate,
  ok / nullif(ok + failed, 0) AS value
FROM counted
WHERE kind = 'request'
UNION ALL
SELECT false, kind_no, kind, ok, failed, ok / nullif(ok + failed, 0), NULL FROM counted
ORDER BY is_total DESC, kind_no
