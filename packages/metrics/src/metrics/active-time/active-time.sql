-- One row per local day of the period that has begun, and one for the period (is_total). Parallel sessions count once.
WITH bounds AS (
  SELECT greatest(day.start_ms, period.start_ms) AS start_ms, least(day.end_ms, period.as_of_ms) AS end_ms, day.day
  FROM day, period
  WHERE day.in_period AND day.start_ms < period.as_of_ms
), within AS (
  SELECT from_ms, to_ms FROM active_stretch
  WHERE to_ms > (SELECT start_ms FROM period) AND from_ms < (SELECT as_of_ms FROM period)
)
SELECT
  GROUPING(day) = 1 AS is_total,
  day,
  coalesce(sum(overlap(from_ms, to_ms, start_ms, end_ms)), 0) / 1000 AS active_s,
  coalesce(sum(overlap(from_ms, to_ms, start_ms, end_ms)), 0) / 1000 AS value
FROM bounds
LEFT JOIN within ON from_ms < end_ms AND to_ms > start_ms
GROUP BY GROUPING SETS ((), (day))
ORDER BY is_total DESC, day
