-- One row: what was read of the whole input, whatever the period.
SELECT
  * EXCLUDE (own_requests),
  usage_lines - own_requests AS duplicate_lines,
  (SELECT count(DISTINCT request_key) FROM inherited_request) AS inherited_requests,
  (SELECT count(*) FROM raw_record WHERE is_synthetic) AS synthetic_lines,
  (SELECT count(*) FROM (
    SELECT lag(file_id) OVER in_order = file_id AND time_ms < lag(time_ms) OVER in_order - 5 * 60000 AS is_backward
    FROM raw_usage_line
    WINDOW in_order AS (ORDER BY file_id, line, part)
  ) WHERE is_backward) AS backward_lines
FROM (
  SELECT
    count(*) AS files,
    coalesce(sum(size_bytes), 0) AS bytes,
    coalesce(sum(lines), 0) AS lines,
    coalesce(sum(record_lines), 0) AS record_lines,
    coalesce(sum(blank_lines), 0) AS blank_lines,
    coalesce(sum(unreadable_lines), 0) AS unreadable_lines
  FROM transcript
), (
  SELECT count(*) AS issue_count, count(*) FILTER (WHERE code = 'undated') AS undated_lines FROM raw_issue
), (
  SELECT count(*) AS usage_lines, count(*) FILTER (WHERE is_replay) AS replayed_lines FROM usage_line
), (
  SELECT
    count(*) AS requests,
    count(*) FILTER (WHERE advisor_of IS NULL) AS own_requests,
    min(started_ms) AS first_ms,
    max(started_ms) AS last_ms
  FROM request
)
