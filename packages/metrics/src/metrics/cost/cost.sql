-- One row per step of the period, and one for the period (is_total). Cost is NULL where only unpriced requests are, 0 where none is.
WITH before AS (
  SELECT started_ms, cost_usd FROM request_cost
  WHERE started_ms >= (SELECT previous_start_ms FROM period) AND started_ms < (SELECT previous_end_ms FROM period)
), until AS (
  SELECT step.step_no, CASE WHEN count(before.started_ms) = 0 THEN 0 ELSE sum(before.cost_usd) END AS cost_usd
  FROM step
  LEFT JOIN before ON before.started_ms < step.previous_end_ms
  WHERE step.previous_end_ms IS NOT NULL
  GROUP BY step.step_no
), series AS (
  SELECT
    step_no,
    time,
    CASE WHEN requests = 0 THEN 0 ELSE period_usage.cost_usd END AS cost_usd,
    CASE WHEN sum(requests) OVER so_far = 0 THEN 0 ELSE sum(period_usage.cost_usd) OVER so_far END AS cumulative_usd,
    until.cost_usd AS previous_cumulative_usd
  FROM period_usage
  LEFT JOIN until USING (step_no)
  WHERE NOT is_total
  WINDOW so_far AS (ORDER BY step_no)
)
SELECT
  true AS is_total,
  -1 AS step_no,
  NULL AS time,
  NULL AS cost_usd,
  NULL AS cumulative_usd,
  NULL AS previous_cumulative_usd,
  usd(cost_usd) AS value,
  is_incomplete OR is_unpriced AS lower_bound
FROM period_usage
WHERE is_total
UNION ALL
SELECT false, step_no, time, usd(cost_usd), usd(cumulative_usd), usd(previous_cumulative_usd), NULL, NULL FROM series
ORDER BY is_total DESC, step_no
