-- One row per kind of success, one per HTTP status of failed requests, and one for the period (is_total).
WITH failure AS (
  SELECT status FROM api_error
  WHERE kind = 'failure' AND time_ms >= (SELECT start_ms FROM period) AND time_ms < (SELECT as_of_ms FROM period)
), counted (kind_no, kind, status, ok, failed) AS (
  SELECT 1, 'request', NULL, (SELECT count(*) FROM period_request), (SELECT count(*) FROM failure)
  UNION ALL
  SELECT 2, 'tool', NULL, count(*) FILTER (WHERE outcome = 'ok'), count(*) FILTER (WHERE outcome = 'error')
  FROM period_tool_call WHERE NOT is_dialogue
  UNION ALL
  SELECT 3, 'turn', NULL, count(*) FILTER (WHERE NOT is_failed), count(*) FILTER (WHERE is_failed) FROM period_turn
  UNION ALL
  SELECT 4, 'status', coalesce(CAST(status AS VARCHAR), 'unknown'), NULL, count(*) FROM failure GROUP BY status
)
SELECT
  true AS is_total, 0 AS kind_no, NULL AS kind, NULL AS status, NULL AS ok, NULL AS failed, NULL AS rate,
  ok / nullif(ok + failed, 0) AS value
FROM counted
WHERE kind = 'request'
UNION ALL
SELECT false, kind_no, kind, status, ok, failed, ok / nullif(ok + failed, 0), NULL FROM counted
ORDER BY is_total DESC, kind_no, failed DESC, status
