-- One row per stretch of activity in a session: gaps of at most five minutes between its events.
CREATE OR REPLACE TABLE derived.active_interval AS
WITH event AS (
  SELECT
    min(time_ms) AS time_ms,
    owner_session(producer_session_id, coalesce(raw_record.session_id, file.session_id), own_from_ms) AS session_id
  FROM raw_record
  JOIN file USING (file_id)
  WHERE uuid IS NOT NULL AND time_ms IS NOT NULL
  GROUP BY uuid
), gap AS (
  SELECT session_id, lag(time_ms) OVER (PARTITION BY session_id ORDER BY time_ms) AS from_ms, time_ms AS to_ms FROM event
)
SELECT session_id, from_ms, to_ms FROM gap WHERE to_ms > from_ms AND to_ms - from_ms <= 5 * 60 * 1000;
