-- One row per local day of the period that has begun, and one for the period (is_total).
WITH seen AS (
  SELECT day.start_ms, count(DISTINCT session_id) AS sessions
  FROM (SELECT session_id, started_ms, start_ms FROM request_cost, period WHERE started_ms < as_of_ms) AS request
  ASOF JOIN day ON request.started_ms >= day.start_ms
  -- A day that the period cuts counts from there.
  WHERE NOT in_period OR request.started_ms >= request.start_ms
  GROUP BY day.start_ms
), on_day AS (
  SELECT
    day.day, day.start_ms, day.in_period, day.is_over,
    day.in_period AND day.start_ms < period.start_ms AS is_cut,
    coalesce(seen.sessions, 0) AS sessions
  FROM day
  JOIN period ON day.start_ms < as_of_ms
  LEFT JOIN seen ON seen.start_ms = day.start_ms
), looked_back AS (
  SELECT
    *,
    lag(sessions) OVER by_day AS sessions_before,
    lag(start_ms, 6) OVER by_day AS mean_from_ms,
    avg(sessions) OVER (by_day ROWS 6 PRECEDING) AS mean_7,
    bool_or(is_cut) OVER (by_day ROWS 1 PRECEDING) AS has_cut_before,
    bool_or(is_cut) OVER (by_day ROWS 6 PRECEDING) AS has_cut_day
  FROM on_day
  WINDOW by_day AS (ORDER BY start_ms)
)
SELECT true AS is_total, count(DISTINCT session_id) AS value FROM period_request
UNION ALL BY NAME
SELECT
  false AS is_total,
  start_ms,
  day,
  sessions,
  -- Part of a day, at either end of the period, is not compared with a whole one.
  CASE WHEN is_over AND NOT has_cut_before THEN (sessions - sessions_before) / nullif(sessions_before, 0) END AS change,
  -- Needs seven whole days that the data reaches back to.
  CASE WHEN is_over AND NOT has_cut_day AND mean_from_ms + 86400000 > (SELECT min(started_ms) FROM request_cost) THEN mean_7 END AS rolling_7
FROM looked_back
WHERE in_period
ORDER BY is_total DESC, start_ms
