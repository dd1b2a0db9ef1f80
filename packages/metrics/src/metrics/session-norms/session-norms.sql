-- One row per priced session of the period, the two hundred costliest, and one for the period (is_total).
WITH spent AS (
  SELECT session_id, min(started_ms) AS started_ms, max(started_ms) AS last_ms, usd(sum(cost_usd)) AS cost_usd
  FROM request_cost
  WHERE started_ms < (SELECT as_of_ms FROM period)
  GROUP BY session_id
), placed AS (
  SELECT
    session_id,
    project,
    cost_usd,
    started_ms >= (SELECT as_of_ms FROM period) - 90 * 86400000::BIGINT AS is_recent,
    last_ms >= (SELECT start_ms FROM period) AS is_shown
  FROM spent
  JOIN session_project USING (session_id)
  WHERE cost_usd IS NOT NULL
), norm AS (
  SELECT project, median(cost_usd) AS median_usd, count(*) AS sessions FROM placed WHERE is_recent GROUP BY project HAVING count(*) >= 5
), compared AS (
  SELECT
    row_number() OVER (ORDER BY cost_usd DESC, session_id) AS rank,
    session_id,
    project,
    cost_usd,
    median_usd,
    sessions,
    cost_usd / nullif(median_usd, 0) AS ratio
  FROM placed
  LEFT JOIN norm USING (project)
  WHERE is_shown
)
SELECT
  true AS is_total, 0 AS rank, NULL AS session_id, NULL AS project, NULL AS cost_usd, NULL AS median_usd, NULL AS sessions, NULL AS ratio,
  count(*) FILTER (WHERE ratio > 3) / nullif(count(ratio), 0) AS value
FROM compared
UNION ALL
SELECT false, rank, session_id, project, cost_usd, median_usd, sessions, ratio, NULL
FROM compared
WHERE rank <= 200
ORDER BY is_total DESC, rank
