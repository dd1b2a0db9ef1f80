-- One row per local day of the last 53 weeks, from the first request on, and one for the days with a request among them (is_total).
WITH bounds AS (
  SELECT max(day_no) - (arg_max(weekday, day_no) - 1) - 52 * 7 AS monday_no, min(day_no) FILTER (WHERE requests > 0) AS first_no FROM history_day
), shown AS (
  SELECT
    day,
    CAST(CAST(day AS DATE) - CAST(weekday - 1 AS INTEGER) AS VARCHAR) AS week,
    weekday,
    requests,
    usd(cost_usd) AS cost_usd
  FROM history_day, bounds
  WHERE day_no >= monday_no AND day_no >= first_no
)
SELECT
  true AS is_total, NULL AS day, NULL AS week, NULL AS weekday, NULL AS requests, NULL AS cost_usd, NULL AS level,
  count(*) FILTER (WHERE requests > 0) AS value
FROM shown
UNION ALL
SELECT false, day, week, weekday, requests, cost_usd, level_of(cost_usd, max(cost_usd) OVER ()), NULL FROM shown
ORDER BY is_total DESC, day
