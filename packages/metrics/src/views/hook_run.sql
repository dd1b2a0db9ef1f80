-- One row per run of a hook.
CREATE OR REPLACE TABLE derived.hook_run AS
WITH summary AS (
  SELECT file_id, line, part FROM raw_record WHERE subtype = 'stop_hook_summary'
), run AS (
  SELECT
    coalesce(uuid, 'line ' || file.name || ':' || line || ':' || part) || ':' || ordinal AS run_key,
    arg_min(
      {
        event: event, outcome: outcome, time_ms: time_ms, duration_ms: duration_ms, tool_use_id: tool_use_id,
        is_summary: summary.line IS NOT NULL
      },
      (file_rank, line, part)
    ) AS of_first
  FROM raw_hook_run
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
)
-- A Stop hook with output is written twice: by itself, and in the summary, which knows no outcome but success.
SELECT of_first.event AS event, of_first.outcome AS outcome, of_first.time_ms AS time_ms, of_first.duration_ms AS duration_ms
FROM run
LEFT JOIN stop ON stop.tool_use_id = of_first.tool_use_id
WHERE stop.tool_use_id IS NULL OR of_first.event <> 'Stop'
  OR (of_first.is_summary AND NOT (of_first.outcome = 'unknown' AND list_contains(summaries[:errors], run_key)))
  OR (NOT of_first.is_summary AND of_first.outcome <> 'success');
