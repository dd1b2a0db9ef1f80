-- One row per group of the costliest sessions, and one for the period (is_total): the Gini coefficient of session cost.
WITH ranked AS (
  SELECT
    row_number() OVER by_cost AS rank,
    count(*) OVER () AS sessions,
    cost_usd,
    sum(cost_usd) OVER (by_cost ROWS UNBOUNDED PRECEDING) AS cumulative_usd,
    sum(cost_usd) OVER () AS all_usd
  FROM period_session
  WHERE cost_usd IS NOT NULL
  WINDOW by_cost AS (ORDER BY cost_usd DESC, session_id)
), whole AS (
  SELECT count(*) AS sessions, sum(cost_usd) AS cost, sum(cumulative_usd + cumulative_usd - all_usd) AS doubled FROM ranked
), top AS (
  SELECT 1 AS place, 'top_1_percent' AS sessions_in, ceil(sessions * 0.01) AS of_top FROM whole
  UNION ALL SELECT 2, 'top_10_percent', ceil(sessions * 0.1) FROM whole
  UNION ALL SELECT 3, 'top_10', least(sessions, 10) FROM whole
)
SELECT
  true AS is_total,
  0 AS place,
  NULL AS top,
  NULL AS sessions,
  NULL AS cost_usd,
  NULL AS share,
  -- From sums over the costliest first: (2 · cumulated − n · cost − cost) / (n · cost), exact until it is divided: 0 where all are alike.
  usd(doubled - cost) / (sessions * nullif(usd(cost), 0)) AS value
FROM whole
UNION ALL
SELECT false, place, sessions_in, of_top, usd(cumulative_usd), usd(cumulative_usd) / nullif(usd(cost), 0), NULL
FROM top
JOIN ranked ON ranked.rank = top.of_top
CROSS JOIN (SELECT cost FROM whole)
ORDER BY place
