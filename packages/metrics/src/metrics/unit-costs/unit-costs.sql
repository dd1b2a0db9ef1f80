-- One row per unit, and one for the period (is_total): sums divided by sums, never a mean of ratios.
WITH requests AS (
  SELECT
    sum(cost_usd) AS cost,
    count(cost_usd) AS requests,
    coalesce(sum(output_tokens) FILTER (WHERE cost_usd IS NOT NULL), 0) AS output_tokens,
    median(CAST(cost_usd AS DOUBLE)) AS median_usd,
    bool_or(is_incomplete OR cost_usd IS NULL) AS lower_bound
  FROM period_request
), per_turn AS (
  SELECT sum(cost_usd) AS cost FROM period_request_turn GROUP BY turn_key
), turns AS (
  SELECT sum(cost) AS cost, count(cost) AS turns, median(CAST(cost AS DOUBLE)) AS median_usd FROM per_turn
), active AS (
  SELECT coalesce(sum(least(to_ms, as_of_ms) - greatest(from_ms, start_ms)), 0) / 3600000 AS hours
  FROM active_stretch, period
  WHERE to_ms > start_ms AND from_ms < as_of_ms
), made AS (
  SELECT
    count(*) FILTER (WHERE is_commit) AS commits,
    count(*) FILTER (WHERE is_pull_request) AS opened,
    coalesce(sum(lines_added), 0) AS lines_added
  FROM period_tool_call
  WHERE outcome = 'ok'
), linked AS (
  SELECT count(DISTINCT (repository, number)) AS pull_requests
  FROM raw_pull_request, period
  WHERE time_ms >= start_ms AND time_ms < as_of_ms
), unit_event AS (
  SELECT 1 AS place, 'request' AS unit, requests::DOUBLE AS events, 1 AS least_events, usd(cost) AS cost, median_usd FROM requests
  UNION ALL SELECT 2, 'turn', turns, 1, usd(cost), median_usd FROM turns
  UNION ALL SELECT 3, 'active_hour', hours, 1 / 12, usd(cost), NULL FROM active, requests
  UNION ALL SELECT 4, '1k_output', output_tokens / 1000, 0.5, usd(cost), NULL FROM requests
  UNION ALL SELECT 5, 'commit', commits, 3, usd(cost), NULL FROM made, requests
  UNION ALL SELECT 6, 'pull_request', greatest(opened, pull_requests), 3, usd(cost), NULL FROM made, linked, requests
  UNION ALL SELECT 7, 'line_added', lines_added, 3, usd(cost), NULL FROM made, requests
), priced AS (
  SELECT
    *,
    CASE WHEN events >= least_events THEN cost / nullif(events, 0) END AS cost_usd,
    CASE WHEN events >= least_events THEN events / nullif(cost, 0) END AS per_usd
  FROM unit_event
)
SELECT false AS is_total, place, unit, events, cost_usd, median_usd, per_usd, NULL AS value, NULL AS lower_bound FROM priced
UNION ALL
SELECT true, 0, NULL, NULL, NULL, NULL, NULL, cost_usd, (SELECT lower_bound FROM requests) FROM priced WHERE unit = 'active_hour'
ORDER BY place
