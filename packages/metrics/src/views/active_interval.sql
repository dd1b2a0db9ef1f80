-- One row per stretch of activity in a session: no gap between its events is over five minutes. A lone event is none.
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
  SELECT
    session_id,
    time_ms,
    coalesce(time_ms - lag(time_ms) OVER (PARTITION BY session_id ORDER BY time_ms) > 5 * 60 * 1000, true) AS is_new
  FROM event
), numbered AS (
  SELECT session_id, time_ms, count(*) FILTER (WHERE is_new) OVER (PARTITION BY session_id ORDER BY time_ms) AS stretch_no FROM gap
)
SELECT session_id, min(time_ms) AS from_ms, max(time_ms) AS to_ms
FROM numbered
GROUP BY session_id, stretch_no
HAVING max(time_ms) > min(time_ms);
