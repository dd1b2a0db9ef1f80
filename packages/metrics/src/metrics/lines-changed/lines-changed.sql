-- One row per kind of change, and one for the period (is_total).
WITH changed AS (
  SELECT
    coalesce(sum(lines_added), 0)::BIGINT AS lines_added,
    coalesce(sum(lines_removed), 0)::BIGINT AS lines_removed,
    count(*) FILTER (WHERE is_commit) AS commits,
    count(*) FILTER (WHERE is_pull_request) AS pull_requests
  FROM period_tool_call
  WHERE outcome = 'ok'
), counted (kind_no, kind, events) AS (
  SELECT 1, 'lines_added', lines_added FROM changed
  UNION ALL
  SELECT 2, 'lines_removed', lines_removed FROM changed
  UNION ALL
  SELECT 3, 'commits', commits FROM changed
  UNION ALL
  SELECT 4, 'pull_requests_opened', pull_requests FROM changed
)
SELECT true AS is_total, 0 AS kind_no, NULL AS kind, NULL AS events, sum(events)::BIGINT AS value, true AS lower_bound
FROM counted
WHERE kind_no <= 2
UNION ALL
SELECT false, kind_no, kind, events, NULL, NULL FROM counted
ORDER BY is_total DESC, kind_no
