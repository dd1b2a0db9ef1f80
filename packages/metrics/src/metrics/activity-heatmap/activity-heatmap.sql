-- One row per local weekday and hour that the period has seen, and one for the period (is_total).
WITH zone AS (
  -- 1970 began on a Thursday: 72 hours later in local time a week begins, so that local hour + 72 counts from a Monday.
  SELECT
    greatest(zone_offset.start_ms, period.start_ms) AS from_ms,
    least(coalesce(lead(zone_offset.start_ms) OVER (ORDER BY zone_offset.start_ms), as_of_ms), as_of_ms) AS to_ms,
    offset_ms + 72 * 3600000 AS shift_ms
  FROM zone_offset, period
  -- Where clocks change as the period begins, the offset before it has no time in it.
  QUALIFY from_ms < to_ms
), clock AS (
  SELECT cell % 168 AS cell, sum(overlap(cell * 3600000 - shift_ms, (cell + 1) * 3600000 - shift_ms, from_ms, to_ms)) / 3600000 AS occurrences
  FROM (
    SELECT *, unnest(range((from_ms + shift_ms) // 3600000, (to_ms - 1 + shift_ms) // 3600000 + 1)) AS cell
    FROM zone
  )
  GROUP BY ALL
), used AS (
  SELECT (started_ms + shift_ms) // 3600000 % 168 AS cell, count(*) AS requests, sum(cost_usd) AS cost_usd
  FROM period_request
  ASOF JOIN zone ON started_ms >= from_ms
  GROUP BY ALL
), active AS (
  SELECT cell % 168 AS cell, sum(overlap(cell * 3600000 - shift_ms, (cell + 1) * 3600000 - shift_ms, from_ms, to_ms)) / 1000 AS active_s
  FROM (
    SELECT *, unnest(range((from_ms + shift_ms) // 3600000, (to_ms - 1 + shift_ms) // 3600000 + 1)) AS cell
    FROM (
      SELECT greatest(active_stretch.from_ms, zone.from_ms) AS from_ms, least(active_stretch.to_ms, zone.to_ms) AS to_ms, shift_ms
      FROM active_stretch
      JOIN zone ON active_stretch.to_ms > zone.from_ms AND active_stretch.from_ms < zone.to_ms
    )
  )
  GROUP BY ALL
), failed AS (
  SELECT (time_ms + shift_ms) // 3600000 % 168 AS cell, count(*) AS errors
  FROM (
    SELECT time_ms FROM period_tool_call WHERE outcome = 'error' AND NOT is_dialogue
    UNION ALL
    SELECT time_ms FROM api_error
    WHERE kind = 'failure' AND time_ms >= (SELECT start_ms FROM period) AND time_ms < (SELECT as_of_ms FROM period)
  )
  ASOF JOIN zone ON time_ms >= from_ms
  GROUP BY ALL
), hour AS (
  SELECT
    cell // 24 + 1 AS weekday,
    cell % 24 AS hour,
    occurrences,
    coalesce(requests, 0) AS requests,
    CASE WHEN requests IS NULL THEN 0 ELSE cost_usd END AS cost_usd,
    coalesce(active_s, 0) AS active_s,
    coalesce(errors, 0) AS errors
  FROM clock
  LEFT JOIN used USING (cell)
  LEFT JOIN active USING (cell)
  LEFT JOIN failed USING (cell)
)
SELECT
  true AS is_total, NULL AS weekday, NULL AS hour, NULL AS occurrences, NULL AS requests, NULL AS cost_usd, NULL AS active_s, NULL AS errors,
  NULL AS usd_per_occurrence, NULL AS level,
  usd(sum(cost_usd) FILTER (WHERE hour >= 22 OR hour < 5)) / nullif(usd(sum(cost_usd)), 0) AS value
FROM hour
UNION ALL
SELECT
  false,
  weekday,
  hour,
  occurrences,
  requests,
  usd(cost_usd),
  active_s,
  errors,
  CASE WHEN occurrences >= 1 THEN usd(cost_usd) / occurrences END,
  level_of(usd(cost_usd), usd(max(cost_usd) OVER ())),
  NULL
FROM hour
ORDER BY is_total DESC, weekday, hour
