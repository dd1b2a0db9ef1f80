-- One row per hook event, most runs first, and one for the period (is_total).
WITH summary AS (
  SELECT file_id, line, part FROM raw_record WHERE subtype = 'stop_hook_summary'
), run AS (
  SELECT
    coalesce(uuid, 'line ' || file.name || ':' || line || ':' || part) || ':' || ordinal AS run_key,
    arg_min(
      {event: event, outcome: outcome, duration_ms: duration_ms, tool_use_id: tool_use_id, is_summary: summary.line IS NOT NULL},
      (file_rank, line, part)
    ) AS of_first
  FROM raw_hook_run
  JOIN period ON time_ms >= start_ms AND time_ms < as_of_ms
  JOIN file USING (file_id)
  LEFT JOIN summary USING (file_id, line, part)
  GROUP BY run_key
), stop AS (
  SELECT
    of_first.tool_use_id AS tool_use_id,
    list_sort(list(run_key) FILTER (WHERE of_first.is_summary)) AS summaries,
    count(*) FILTER (WHERE NOT of_first.is_summary AND of_first.outcome <> 'success') AS errors
  FROM run
  GROUP BY of_first.tool_use_id
  HAVING bool_or(of_first.is_summary)
), hook AS (
  -- A Stop hook with output is written twice: by itself, and in the summary, which knows no outcome but success.
  SELECT of_first.*
  FROM run
  LEFT JOIN stop ON stop.tool_use_id = of_first.tool_use_id
  WHERE stop.tool_use_id IS NULL OR of_first.event <> 'Stop'
    OR (of_first.is_summary AND NOT (of_first.outcome = 'unknown' AND list_contains(summaries[:errors], run_key)))
    OR (NOT of_first.is_summary AND of_first.outcome <> 'success')
)
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
FROM hook
GROUP BY GROUPING SETS ((), (coalesce(event, 'unknown')))
ORDER BY is_total DESC, runs DESC, event
