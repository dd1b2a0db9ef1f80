-- One row per prompt, copies in other files removed; `is_human`: typed, queued or a command.
CREATE OR REPLACE TABLE derived.prompt AS
SELECT
  coalesce(uuid, 'line ' || file.name || ':' || line || ':' || part) AS prompt_key,
  min(time_ms) AS time_ms,
  owner_session(producer_session_id, coalesce(raw_prompt.session_id, file.session_id), own_from_ms) AS session_id,
  arg_min(kind, (file_rank, line, part)) AS kind,
  arg_min(kind, (file_rank, line, part)) IN ('typed', 'queued', 'command') AS is_human,
  arg_min(permission_mode, (file_rank, line, part)) AS permission_mode
FROM raw_prompt
JOIN file USING (file_id)
GROUP BY prompt_key
HAVING min(time_ms) IS NOT NULL;
