-- One row per API error: a failure was shown to the person, a retry was tried again; `resets_ms`: when the limit it names resets.
CREATE OR REPLACE TABLE derived.api_error AS
SELECT
  coalesce(uuid, 'line ' || file.name || ':' || line || ':' || part) AS error_key,
  min(time_ms) AS time_ms,
  owner_session(producer_session_id, coalesce(raw_api_error.session_id, file.session_id), own_from_ms) AS session_id,
  arg_min(kind, (file_rank, line, part)) AS kind,
  coalesce(min(code), 'HTTP ' || min(status), 'unknown') AS code,
  min(status) AS status,
  max(resets_ms) AS resets_ms
FROM raw_api_error
JOIN file USING (file_id)
GROUP BY error_key
HAVING min(time_ms) IS NOT NULL;
