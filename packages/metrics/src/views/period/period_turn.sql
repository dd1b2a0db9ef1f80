-- One row per turn begun in the period: from a person's or an SDK's prompt to the session's next one, which may lie after it.
CREATE OR REPLACE TABLE derived.period_turn AS
WITH turn AS (
  SELECT
    prompt_key AS turn_key,
    session_id,
    time_ms AS from_ms,
    coalesce(lead(time_ms) OVER (PARTITION BY session_id ORDER BY time_ms, prompt_key), 9007199254740991) AS to_ms
  FROM prompt
  WHERE is_human OR kind = 'sdk'
), within AS (
  SELECT * FROM turn
  WHERE from_ms >= (SELECT start_ms FROM period) AND from_ms < (SELECT as_of_ms FROM period)
), stop AS (
  SELECT session_id, time_ms, true AS is_interruption FROM interruption
  UNION ALL
  SELECT session_id, time_ms, false FROM api_error WHERE kind = 'failure'
), stopped AS (
  SELECT within.turn_key, bool_or(is_interruption) AS is_interrupted
  FROM within
  JOIN stop ON stop.session_id = within.session_id AND stop.time_ms >= within.from_ms AND stop.time_ms < within.to_ms
  GROUP BY within.turn_key
)
SELECT
  within.*,
  day.day,
  coalesce(stopped.is_interrupted, false) AS is_interrupted,
  stopped.turn_key IS NOT NULL AS is_failed
FROM within
LEFT JOIN stopped USING (turn_key)
ASOF JOIN day ON within.from_ms >= day.start_ms;
