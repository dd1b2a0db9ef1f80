-- One row per local day of the last 53 weeks, from the first request on, and one for the days with a request among them (is_total).
WITH last AS (
  SELECT max(day_no) AS day_no, arg_max(weekday, day_no) AS weekday FROM history_day
), shown AS (
  SELECT
    day,
    CAST(CAST(day AS DATE) - CAST(weekday - 1 AS INTEGER) AS VARCHAR) AS week,
    weekday,
    requests,
    cost_usd
  FROM history_day
  WHERE day_no >= (SELECT day_no - (weekday - 1) - 52 * 7 FROM last)
    AND day_no >= (SELECT min(day_no) FROM history_day WHERE requests > 0)
)
SELECT
  true AS is_total, NULL AS day, NULL AS week, NULL AS weekday, NULL AS requests, NULL AS cost_usd, NULL AS level,
  count(*) FILTER (WHERE requests > 0) AS value
FROM shown
UNION ALL
SELECT
  false,
  day,
  week,
  weekday,
  requests,
  usd(cost_usd),
  level_of(usd(cost_usd), usd(max(cost_usd) OVER ())),
  NULL
FROM shown
ORDER BY is_total DESC, day
