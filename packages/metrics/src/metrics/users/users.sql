-- One row per user, largest cost first, and one for the period (is_total).
WITH opening AS (
  SELECT session_id, arg_min(request_key, (started_ms, request_key)) AS request_key FROM request GROUP BY session_id
), placed AS (
  -- Where a session was copied to another root too, the file of its first request decides.
  SELECT opening.session_id, file.root
  FROM opening
  JOIN usage_line USING (request_key)
  JOIN file USING (file_id)
  WHERE is_counted AND line_no = 1
), grouped AS (
  SELECT
    GROUPING(label) = 1 AS is_total,
    label,
    coalesce(sum(requests), 0) AS requests,
    count(*) AS sessions,
    sum(cost_usd) AS cost
  FROM (
    SELECT coalesce(root_user.label, 'unknown') AS label, requests, cost_usd
    FROM period_session
    LEFT JOIN placed USING (session_id)
    LEFT JOIN root_user USING (root)
  )
  GROUP BY GROUPING SETS ((), (label))
)
SELECT
  is_total,
  label AS "user",
  requests,
  sessions,
  usd(cost) AS cost_usd,
  -- The period's is the largest.
  usd(cost) / nullif(usd(max(cost) OVER ()), 0) AS share,
  count(label) OVER () AS value
FROM grouped
ORDER BY is_total DESC, cost DESC NULLS LAST, label
