-- One row per turn: from a person's or an SDK's prompt to the session's next one, and whether an interruption or a failure fell in it.
CREATE OR REPLACE TABLE derived.turn AS
WITH asked AS (
  SELECT
    prompt_key AS turn_key,
    session_id,
    time_ms AS from_ms,
    CASE WHEN lead(session_id) OVER by_session = session_id THEN lead(time_ms) OVER by_session ELSE 9007199254740991 END AS to_ms
  FROM prompt
  WHERE is_human OR kind = 'sdk'
  -- Sorts once; a partition for each session would sort them one by one, which takes twice as long.
  WINDOW by_session AS (ORDER BY session_id, time_ms, prompt_key)
), stop AS (
  SELECT session_id, time_ms, true AS is_interruption FROM interruption
  UNION ALL
  SELECT session_id, time_ms, false FROM api_error WHERE kind = 'failure'
)
SELECT
  asked.*,
  coalesce(bool_or(is_interruption), false) AS is_interrupted,
  count(is_interruption) > 0 AS is_failed
FROM asked
LEFT JOIN stop ON stop.session_id = asked.session_id AND stop.time_ms >= from_ms AND stop.time_ms < to_ms
GROUP BY ALL;
