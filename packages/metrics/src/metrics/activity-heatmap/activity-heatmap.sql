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
), stretch AS (
  SELECT false AS is_active, from_ms + shift_ms AS from_ms, to_ms + shift_ms AS to_ms FROM zone
  UNION ALL
  SELECT true, greatest(active_stretch.from_ms, zone.from_ms) + shift_ms, least(active_stretch.to_ms, zone.to_ms) + shift_ms
  FROM active_stretch
  JOIN zone ON active_stretch.to_ms > zone.from_ms AND active_stretch.from_ms < zone.to_ms
), event AS (
  SELECT started_ms AS time_ms, 1 AS requests, cost_usd, 0 AS errors FROM period_request
  UNION ALL
  SELECT time_ms, 0, NULL, 1 FROM period_tool_call WHERE outcome = 'error' AND NOT is_dialogue
  UNION ALL
  SELECT time_ms, 0, NULL, 1 FROM api_error WHERE kind = 'failure'
), seen AS (
  SELECT
    cell,
    is_active,
    least(to_ms, (cell + 1) * 3600000) - greatest(from_ms, cell * 3600000) AS lasted_ms,
    0 AS requests,
    NULL AS cost_usd,
    0 AS errors
  FROM (SELECT *, unnest(range(from_ms // 3600000, (to_ms - 1) // 3600000 + 1)) AS cell FROM stretch)
  UNION ALL
  SELECT (time_ms + shift_ms) // 3600000, NULL, NULL, requests, cost_usd, errors
  FROM event
  JOIN zone ON time_ms >= from_ms AND time_ms < to_ms
), hour AS (
  SELECT
    cell % 168 // 24 + 1 AS weekday,
    cell % 24 AS hour,
    sum(lasted_ms) FILTER (WHERE NOT is_active) / 3600000 AS occurrences,
    sum(requests) AS requests,
    CASE WHEN sum(requests) = 0 THEN 0 ELSE sum(cost_usd) END AS cost,
    usd(cost) AS cost_usd,
    coalesce(sum(lasted_ms) FILTER (WHERE is_active), 0) / 1000 AS active_s,
    sum(errors) AS errors
  FROM seen
  GROUP BY weekday, hour
)
SELECT
  true AS is_total, NULL AS weekday, NULL AS hour, NULL AS occurrences, NULL AS requests, NULL AS cost_usd, NULL AS active_s, NULL AS errors,
  NULL AS usd_per_occurrence, NULL AS level,
  usd(sum(cost) FILTER (WHERE hour >= 22 OR hour < 5)) / nullif(usd(sum(cost)), 0) AS value
FROM hour
UNION ALL
SELECT
  false,
  weekday,
  hour,
  occurrences,
  requests,
  cost_usd,
  active_s,
  errors,
  CASE WHEN occurrences >= 1 THEN cost_usd / occurrences END,
  level_of(cost_usd, max(cost_usd) OVER ()),
  NULL
FROM hour
ORDER BY is_total DESC, weekday, hour
