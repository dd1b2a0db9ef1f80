-- One row: what was read of the whole input, and what the period's totals leave out.
SELECT
  (SELECT count(*) FROM transcript) AS files,
  (SELECT coalesce(sum(size_bytes), 0) FROM transcript) AS bytes,
  (SELECT coalesce(sum(lines), 0) FROM transcript) AS lines,
  (SELECT coalesce(sum(record_lines), 0) FROM transcript) AS record_lines,
  (SELECT coalesce(sum(blank_lines), 0) FROM transcript) AS blank_lines,
  (SELECT coalesce(sum(unreadable_lines), 0) FROM transcript) AS unreadable_lines,
  (SELECT count(*) FROM raw_issue) AS issue_count,
  (SELECT count(*) FROM usage_line) AS usage_lines,
  (SELECT count(*) FROM request) AS requests,
  (SELECT count(*) FROM usage_line) - (SELECT count(*) FROM request WHERE advisor_of IS NULL) AS duplicate_lines,
  (SELECT count(*) FROM usage_line WHERE is_replay) AS replayed_lines,
  (SELECT count(DISTINCT request_key) FROM usage_line JOIN request USING (request_key)
    WHERE usage_line.line_session_id <> request.session_id) AS inherited_requests,
  (SELECT count(*) FROM raw_record WHERE is_synthetic) AS synthetic_lines,
  (SELECT count(*) FROM raw_issue WHERE code = 'undated') AS undated_lines,
  (SELECT count(*) FROM period_request WHERE is_incomplete) AS incomplete_output_requests,
  (SELECT count(*) FROM period_request WHERE cost_usd IS NULL) AS unpriced_requests,
  (SELECT min(started_ms) FROM request) AS first_ms,
  (SELECT max(started_ms) FROM request) AS last_ms
