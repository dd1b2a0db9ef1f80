-- One row per hook event, most runs first, and one for the period (is_total).
SELECT
  GROUPING(coalesce(event, 'unknown')) = 1 AS is_total,
  coalesce(event, 'unknown') AS event,
  count(*) AS runs,
  count(*) FILTER (WHERE outcome = 'success') AS succeeded,
  count(*) FILTER (WHERE outcome = 'non_blocking_error') AS non_blocking_errors,
  count(*) FILTER (WHERE outcome = 'blocking_error') AS blocking_errors,
  count(*) FILTER (WHERE outcome = 'cancelled') AS cancelled,
  runs - succeeded - non_blocking_errors - blocking_errors - cancelled AS unknown,
  (non_blocking_errors + blocking_errors) / nullif(succeeded + non_blocking_errors + blocking_errors, 0) AS error_rate,
  median(duration_ms) / 1000 AS p50_s,
  CASE WHEN count(duration_ms) >= 20 THEN quantile_cont(duration_ms, 0.95) / 1000 END AS p95_s,
  error_rate AS value
FROM hook_run
JOIN period ON time_ms >= start_ms AND time_ms < as_of_ms
GROUP BY GROUPING SETS ((), (coalesce(event, 'unknown')))
ORDER BY is_total DESC, runs DESC, event
