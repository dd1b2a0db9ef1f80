-- One row per interruption by a person, copies in other files removed.
CREATE OR REPLACE TABLE derived.interruption AS
SELECT
  coalesce(uuid, 'line ' || file.name || ':' || line || ':' || part) AS interruption_key,
  min(time_ms) AS time_ms,
  owner_session(producer_session_id, coalesce(raw_interruption.session_id, file.session_id), own_from_ms) AS session_id
FROM raw_interruption
JOIN file USING (file_id)
GROUP BY interruption_key
HAVING min(time_ms) IS NOT NULL;
