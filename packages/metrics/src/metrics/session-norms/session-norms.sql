-- One row per priced session of the period, the two hundred costliest, and one for the period (is_total).
WITH spent AS (
  SELECT
    session_id,
    usd(sum(cost_usd)) AS cost_usd,
    min(started_ms) >= any_value(as_of_ms) - 90 * 86400000::BIGINT AS is_recent,
    max(started_ms) >= any_value(start_ms) AS is_shown
  FROM request_cost, period
  WHERE started_ms < as_of_ms
  GROUP BY session_id
  HAVING sum(cost_usd) IS NOT NULL
), placed AS (
  SELECT spent.*, project FROM spent JOIN session_project USING (session_id)
), norm AS (
  SELECT project, median(cost_usd) AS median_usd, count(*) AS sessions FROM placed WHERE is_recent GROUP BY project HAVING count(*) >= 5
), compared AS (
  SELECT session_id, project, cost_usd, median_usd, sessions, cost_usd / nullif(median_usd, 0) AS ratio
  FROM placed
  LEFT JOIN norm USING (project)
  WHERE is_shown
)
SELECT true AS is_total, count(*) FILTER (WHERE ratio > 3) / nullif(count(ratio), 0) AS value FROM compared
UNION ALL BY NAME
(SELECT false AS is_total, * FROM compared ORDER BY cost_usd DESC, session_id LIMIT 200)
ORDER BY is_total DESC, cost_usd DESC, session_id
