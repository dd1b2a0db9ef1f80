-- One row per window up to the end of what is counted, with as much of the one before, and one for the last hour (is_total).
WITH recent AS (
  -- What the history does not reach back to is unknown, not 0: `zero` is NULL there.
  SELECT
    recent_window.*,
    CASE WHEN start_ms >= known_ms THEN 0 END AS zero,
    CASE WHEN before_start_ms >= known_ms THEN 0 END AS zero_before,
    known_no
  FROM recent_window, (SELECT min(day_no) AS known_no, min(start_ms) AS known_ms FROM history_day WHERE requests > 0)
), spent AS (
  SELECT
    window_no,
    started_ms < start_ms AS is_before,
    sum(cost_usd) AS cost_usd,
    count(*) AS requests,
    sum(input_tokens + output_tokens + cache_creation_tokens) AS effective_tokens,
    bool_or(is_incomplete OR cost_usd IS NULL) AS lower_bound
  FROM recent
  JOIN request_cost
    ON (zero = 0 AND started_ms >= start_ms AND started_ms < end_ms)
    OR (zero_before = 0 AND started_ms >= before_start_ms AND started_ms < before_end_ms)
  GROUP BY window_no, is_before, session_id
), used AS (
  SELECT
    window_no,
    sum(cost_usd) FILTER (WHERE NOT is_before) AS now_cost,
    sum(requests) FILTER (WHERE NOT is_before) AS now_requests,
    sum(1) FILTER (WHERE NOT is_before) AS now_sessions,
    sum(effective_tokens) FILTER (WHERE NOT is_before) AS now_tokens,
    bool_or(lower_bound) FILTER (WHERE NOT is_before) AS lower_bound,
    sum(cost_usd) FILTER (WHERE is_before) AS before_cost,
    sum(requests) FILTER (WHERE is_before) AS before_requests,
    sum(1) FILTER (WHERE is_before) AS before_sessions,
    sum(effective_tokens) FILTER (WHERE is_before) AS before_tokens
  FROM spent
  GROUP BY window_no
), active AS (
  SELECT window_no, sum(overlap(from_ms, to_ms, start_ms, end_ms)) / 3600000 AS active_h
  FROM recent_window, active_stretch
  GROUP BY window_no
), shown AS (
  SELECT
    window_no,
    name,
    usd(CASE WHEN now_requests > 0 THEN now_cost ELSE zero END) AS cost_usd,
    coalesce(now_requests, zero) AS requests,
    coalesce(now_sessions, zero) AS sessions,
    CAST(coalesce(now_tokens, zero) AS DOUBLE) AS effective_tokens,
    coalesce(active_h, 0) * 3600 + zero AS active_s,
    cost_usd / nullif(active_h, 0) AS usd_per_active_hour,
    usd(CASE WHEN before_requests > 0 THEN before_cost ELSE zero_before END) AS previous_cost_usd,
    coalesce(before_requests, zero_before) AS previous_requests,
    coalesce(before_sessions, zero_before) AS previous_sessions,
    CAST(coalesce(before_tokens, zero_before) AS DOUBLE) AS previous_effective_tokens,
    (cost_usd - previous_cost_usd) / nullif(previous_cost_usd, 0) AS change,
    coalesce(last_no - known_no + 1, 0) + zero AS history_days,
    coalesce(lower_bound, zero <> 0) AS lower_bound
  FROM recent
  LEFT JOIN used USING (window_no)
  LEFT JOIN active USING (window_no)
  ASOF LEFT JOIN (SELECT day_no AS last_no, end_ms AS last_ms FROM history_day) ON recent.start_ms >= last_ms
)
SELECT false AS is_total, * EXCLUDE (lower_bound) FROM shown
UNION ALL BY NAME
SELECT true AS is_total, CASE WHEN requests > 0 THEN cost_usd END AS value, lower_bound FROM shown WHERE window_no = 0
ORDER BY is_total DESC, window_no
