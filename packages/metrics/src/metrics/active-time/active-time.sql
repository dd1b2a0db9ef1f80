-- One row per local day of the period that has begun, and one for the period (is_total). Parallel sessions count once.
WITH flagged AS (
  SELECT
    from_ms,
    to_ms,
    from_ms > coalesce(max(to_ms) OVER (ORDER BY from_ms, to_ms ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), -1) AS is_new
  FROM period_active
), numbered AS (
  SELECT *, count(*) FILTER (WHERE is_new) OVER (ORDER BY from_ms, to_ms ROWS UNBOUNDED PRECEDING) AS stretch FROM flagged
), stretch AS (
  SELECT min(from_ms) AS from_ms, max(to_ms) AS to_ms FROM numbered GROUP BY stretch
)
SELECT
  GROUPING(day.day) = 1 AS is_total,
  day.day,
  coalesce(sum(overlap(stretch.from_ms, stretch.to_ms, day.start_ms, day.end_ms)), 0) / 1000 AS active_s,
  coalesce(sum(overlap(stretch.from_ms, stretch.to_ms, day.start_ms, day.end_ms)), 0) / 1000 AS value
FROM day
LEFT JOIN stretch ON stretch.from_ms < day.end_ms AND stretch.to_ms > day.start_ms
WHERE day.in_period AND day.start_ms < (SELECT as_of_ms FROM period)
GROUP BY GROUPING SETS ((), (day.day))
ORDER BY is_total DESC, day.day
