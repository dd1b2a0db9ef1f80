-- One row: what was read of the whole input, and what the period's totals leave out.
SELECT
  * EXCLUDE (own_requests),
  usage_lines - own_requests AS duplicate_lines,
  (SELECT count(DISTINCT request_key) FROM inherited_request) AS inherited_requests,
  (SELECT count(*) FROM raw_record WHERE is_synthetic) AS synthetic_lines,
  (SELECT count(*)
    FROM (SELECT time_ms - lag(time_ms) OVER (PARTITION BY file_id ORDER BY line, part) AS elapsed_ms FROM raw_usage_line)
    WHERE elapsed_ms < -5 * 60000) AS backward_lines
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
    count(*) FILTER (WHERE started_ms >= (SELECT now_ms FROM period)) AS future_requests,
    min(started_ms) AS first_ms,
    max(started_ms) AS last_ms
  FROM request
), (
  SELECT
    count(*) FILTER (WHERE is_incomplete) AS incomplete_output_requests,
    count(*) FILTER (WHERE cost_usd IS NULL) AS unpriced_requests
  FROM period_request
)
