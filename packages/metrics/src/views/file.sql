-- One row per transcript: its config root, its rank for ties, its session, and the time of its first line that no other file shares.
CREATE OR REPLACE TABLE derived.file AS
WITH own_record AS (
  SELECT min(file_id) AS file_id, min(time_ms) AS time_ms
  FROM raw_record
  WHERE uuid IS NOT NULL AND time_ms IS NOT NULL
  GROUP BY uuid
  HAVING min(file_id) = max(file_id)
), own AS (
  SELECT file_id, min(time_ms) AS own_from_ms FROM own_record GROUP BY file_id
), first_session AS (
  SELECT file_id, arg_min(session_id, line) AS session_id FROM raw_record GROUP BY file_id
)
SELECT
  transcript.file_id,
  row_number() OVER (ORDER BY transcript.name, transcript.path) AS file_rank,
  transcript.name,
  transcript.slug,
  -- What is above the name; below the root `name` begins with `projects`, whatever that folder is called behind a link.
  CASE WHEN transcript.path <> transcript.name THEN
    coalesce(nullif(regexp_replace(
      left(transcript.path, length(transcript.path) - length(transcript.name) + length('projects')), '[/\\][^/\\]*$', ''
    ), ''), '/')
  END AS root,
  transcript.agent_id,
  transcript.agent_type,
  coalesce(first_session.session_id, transcript.path_session_id, transcript.name) AS session_id,
  -- A file whose every line stands elsewhere too ranks last: it owns nothing another file could own.
  coalesce(own.own_from_ms, 9007199254740991) AS own_from_ms
FROM transcript
LEFT JOIN own USING (file_id)
LEFT JOIN first_session USING (file_id);
