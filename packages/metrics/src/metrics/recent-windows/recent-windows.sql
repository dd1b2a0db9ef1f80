-- One row per window up to the end of what is counted, with as much of the one before, and one for the last hour (is_total).
WITH lived AS (
  SELECT day_no, start_ms, end_ms FROM history_day WHERE day_no >= (SELECT min(day_no) FROM history_day WHERE requests > 0)
), side AS (
  SELECT window_no, false AS is_before, start_ms AS from_ms, end_ms AS to_ms FROM recent_window
  UNION ALL
  SELECT window_no, true, before_start_ms, before_end_ms FROM recent_window
), used AS (
  SELECT
    window_no,
    is_before,
    CASE WHEN count(started_ms) = 0 THEN 0 ELSE sum(cost_usd) END AS cost_usd,
    count(started_ms) AS requests,
    count(DISTINCT session_id) AS sessions,
    CAST(coalesce(sum(input_tokens + output_tokens + cache_creation_tokens), 0) AS DOUBLE) AS effective_tokens,
    bool_or(started_ms IS NOT NULL AND (is_incomplete OR cost_usd IS NULL)) AS lower_bound
  FROM side
  LEFT JOIN (
    SELECT started_ms, session_id, is_incomplete, cost_usd, input_tokens, output_tokens, cache_creation_tokens
    FROM request_cost
    WHERE started_ms >= (SELECT min(from_ms) FROM side)
  ) AS request ON started_ms >= from_ms AND started_ms < to_ms
  -- What the history does not reach back to is unknown, not 0.
  WHERE from_ms >= (SELECT min(start_ms) FROM lived)
  GROUP BY window_no, is_before
), active AS (
  SELECT window_no, sum(overlap(active_stretch.from_ms, active_stretch.to_ms, side.from_ms, side.to_ms)) / 3600000 AS active_h
  FROM side
  JOIN active_stretch ON active_stretch.to_ms > side.from_ms AND active_stretch.from_ms < side.to_ms
  WHERE NOT is_before
  GROUP BY window_no
), history AS (
  SELECT window_no, count(day_no) AS days
  FROM recent_window
  LEFT JOIN lived ON lived.end_ms <= recent_window.start_ms
  GROUP BY window_no
)
SELECT
  true AS is_total, NULL AS window_no, NULL AS name, NULL AS cost_usd, NULL AS requests, NULL AS sessions, NULL AS effective_tokens,
  NULL AS active_s, NULL AS usd_per_active_hour, NULL AS previous_cost_usd, NULL AS previous_requests, NULL AS previous_sessions,
  NULL AS previous_effective_tokens, NULL AS change, NULL AS history_days,
  (SELECT CASE WHEN requests > 0 THEN usd(cost_usd) END FROM used WHERE window_no = 0 AND NOT is_before) AS value,
  (SELECT lower_bound FROM used WHERE window_no = 0 AND NOT is_before) AS lower_bound
UNION ALL
SELECT
  false,
  window_no,
  name,
  usd(used.cost_usd),
  used.requests,
  used.sessions,
  used.effective_tokens,
  CASE WHEN used.requests IS NOT NULL THEN coalesce(active_h, 0) * 3600 END,
  usd(used.cost_usd) / nullif(active_h, 0),
  usd(before.cost_usd),
  before.requests,
  before.sessions,
  before.effective_tokens,
  (usd(used.cost_usd) - usd(before.cost_usd)) / nullif(usd(before.cost_usd), 0),
  CASE WHEN used.requests IS NOT NULL THEN history.days END,
  NULL,
  NULL
FROM recent_window
LEFT JOIN (SELECT * FROM used WHERE NOT is_before) AS used USING (window_no)
LEFT JOIN (SELECT * FROM used WHERE is_before) AS before USING (window_no)
LEFT JOIN active USING (window_no)
LEFT JOIN history USING (window_no)
ORDER BY is_total DESC, window_no
