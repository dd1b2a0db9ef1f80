-- One row for the period without day and tool, one per tool, one per local day, and one for the period (is_total).
WITH timed AS (
  SELECT tool, day, duration_ms, is_duration_reported FROM period_tool_call WHERE duration_ms IS NOT NULL
), typical AS (
  SELECT tool, median(duration_ms) AS median_ms FROM timed GROUP BY tool
), grouped AS (
  SELECT
    CASE WHEN GROUPING(tool) = 0 THEN 2 WHEN GROUPING(day) = 0 THEN 3 ELSE 1 END AS grain,
    day,
    tool,
    count(*) AS calls,
    count(*) FILTER (WHERE is_duration_reported) AS reported,
    quantile_cont(duration_ms, [0.5, 0.95, 0.99]) AS quantiles,
    max(duration_ms) / 1000 AS max_s,
    count(*) FILTER (WHERE NOT is_duration_reported AND duration_ms > 60000 AND duration_ms > 10 * median_ms) AS wait_outliers
  FROM timed
  JOIN typical USING (tool)
  GROUP BY GROUPING SETS ((), (tool), (day))
)
SELECT true AS is_total, CASE WHEN count(*) >= 20 THEN quantile_cont(duration_ms, 0.95) / 1000 END AS value FROM timed
UNION ALL BY NAME
SELECT
  false AS is_total,
  grain,
  day,
  tool,
  calls,
  reported,
  quantiles[1] / 1000 AS p50_s,
  CASE WHEN calls >= 20 THEN quantiles[2] / 1000 END AS p95_s,
  CASE WHEN calls >= 100 THEN quantiles[3] / 1000 END AS p99_s,
  max_s,
  wait_outliers
FROM grouped
ORDER BY is_total DESC, grain, day, calls DESC, tool
