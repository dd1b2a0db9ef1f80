-- One row per session that owns a request: its working directory, or its slug when no line has one.
CREATE OR REPLACE TABLE derived.session_directory AS
WITH main_file AS (
  SELECT session_id, file_id, file_rank, slug FROM file WHERE agent_id IS NULL
), first_cwd AS (
  SELECT main_file.session_id, arg_min(cwd, (file_rank, line, part)) AS cwd
  FROM raw_record
  JOIN main_file USING (file_id)
  WHERE cwd IS NOT NULL AND NOT raw_record.is_sidechain
  GROUP BY main_file.session_id
), original AS (
  SELECT coalesce(raw_session_state.session_id, file.session_id) AS session_id, arg_max(value, (file_rank, line, part)) AS cwd
  FROM raw_session_state
  JOIN file USING (file_id)
  WHERE kind = 'original-cwd' AND value IS NOT NULL
  GROUP BY ALL
), of_requests AS (
  SELECT session_id, arg_min(cwd, (started_ms, request_key)) AS cwd FROM request WHERE cwd IS NOT NULL GROUP BY session_id
), slugs AS (
  SELECT session_id, arg_min(slug, file_rank) AS slug FROM file WHERE slug IS NOT NULL GROUP BY session_id
)
SELECT DISTINCT
  request.session_id,
  coalesce(original.cwd, first_cwd.cwd, of_requests.cwd, slugs.slug, 'unknown') AS directory
FROM request
LEFT JOIN original ON original.session_id = request.session_id
LEFT JOIN first_cwd ON first_cwd.session_id = request.session_id
LEFT JOIN of_requests ON of_requests.session_id = request.session_id
LEFT JOIN slugs ON slugs.session_id = request.session_id;
