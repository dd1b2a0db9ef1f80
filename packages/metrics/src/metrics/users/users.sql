-- One row per user, largest cost first, and one for the period (is_total).
WITH first_line AS (
  SELECT request_key, file_id FROM usage_line WHERE is_counted AND line_no = 1
), placed AS (
  -- Where a session was copied to another root too, the file of its first request decides.
  SELECT request.session_id, arg_min(file.root, (request.started_ms, request_key)) AS root
  FROM request
  JOIN first_line USING (request_key)
  JOIN file USING (file_id)
  GROUP BY request.session_id
), made AS (
  SELECT coalesce(root_user.label, 'unknown') AS label, session_id, cost_usd, is_incomplete
  FROM period_request
  LEFT JOIN placed USING (session_id)
  LEFT JOIN root_user USING (root)
), grouped AS (
  SELECT
    GROUPING(label) = 1 AS is_total,
    label,
    count(*) AS requests,
    count(DISTINCT session_id) AS sessions,
    sum(cost_usd) AS cost,
    count(DISTINCT label) AS value
  FROM made
  GROUP BY GROUPING SETS ((), (label))
)
SELECT
  is_total,
  label AS "user",
  requests,
  sessions,
  usd(cost) AS cost_usd,
  usd(cost) / nullif(usd(max(cost) FILTER (WHERE is_total) OVER ()), 0) AS share,
  value
FROM grouped
ORDER BY is_total DESC, cost DESC NULLS LAST, label
