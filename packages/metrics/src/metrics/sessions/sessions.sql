-- One row per local day of the period that has begun, and one for the period (is_total).
WITH on_day AS (
  SELECT
    day.day, day.start_ms, day.in_period, day.is_over,
    day.in_period AND day.start_ms < (SELECT start_ms FROM period) AS is_cut,
    count(DISTINCT request_cost.session_id) AS sessions
  FROM day
  LEFT JOIN request_cost
    ON request_cost.started_ms >= CASE WHEN day.in_period THEN greatest(day.start_ms, (SELECT start_ms FROM period)) ELSE day.start_ms END
    AND request_cost.started_ms < least(day.end_ms, (SELECT as_of_ms FROM period))
  WHERE day.start_ms < (SELECT as_of_ms FROM period)
  GROUP BY ALL
), looked_back AS (
  SELECT
    *,
    lag(sessions) OVER by_day AS sessions_before,
    avg(sessions) OVER (ORDER BY start_ms ROWS 6 PRECEDING) AS mean_7,
    min(start_ms) OVER (ORDER BY start_ms ROWS 6 PRECEDING) AS mean_from_ms,
    count(*) OVER (ORDER BY start_ms ROWS 6 PRECEDING) AS mean_days,
    bool_or(is_cut) OVER (ORDER BY start_ms ROWS 1 PRECEDING) AS has_cut_before,
    bool_or(is_cut) OVER (ORDER BY start_ms ROWS 6 PRECEDING) AS has_cut_day
  FROM on_day
  WINDOW by_day AS (ORDER BY start_ms)
)
SELECT
  true AS is_total,
  0 AS start_ms,
  NULL AS day,
  NULL AS sessions,
  NULL AS change,
  NULL AS rolling_7,
  count(DISTINCT session_id) AS value
FROM period_request
UNION ALL
SELECT
  false,
  start_ms,
  day,
  sessions,
  -- Part of a day, at either end of the period, is not compared with a whole one.
  CASE WHEN is_over AND NOT has_cut_before THEN (sessions - sessions_before) / nullif(sessions_before, 0) END,
  -- Needs seven whole days that the data reaches back to.
  CASE WHEN is_over AND NOT has_cut_day AND mean_days = 7 AND mean_from_ms + 86400000 > (SELECT min(started_ms) FROM request_cost) THEN mean_7 END,
  NULL
FROM looked_back
WHERE in_period
ORDER BY is_total DESC, start_ms
