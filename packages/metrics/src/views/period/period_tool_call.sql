-- One row per tool call made in the period, with its step, its local day and the permission mode that its session last named.
CREATE OR REPLACE TABLE derived.period_tool_call AS
WITH mode AS (
  SELECT
    session_id,
    time_ms AS from_ms,
    CASE WHEN lead(session_id) OVER by_session = session_id THEN lead(time_ms) OVER by_session ELSE 9007199254740991 END AS to_ms,
    permission_mode
  FROM prompt
  WHERE permission_mode IS NOT NULL
  -- Sorts once, unlike partitions. Of two prompts of one instant the first has no length.
  WINDOW by_session AS (ORDER BY session_id, time_ms, permission_mode)
), within AS (
  SELECT tool_call.* EXCLUDE (thread_id, input_characters, result_characters, subagent_id, returned_tokens)
  FROM tool_call, period
  WHERE time_ms >= start_ms AND time_ms < as_of_ms
)
SELECT within.*, step.step_no, step.time, day.day, mode.permission_mode
FROM within
ASOF JOIN step ON within.time_ms >= step.start_ms
ASOF JOIN day ON within.time_ms >= day.start_ms
LEFT JOIN mode ON mode.session_id = within.session_id AND within.time_ms >= mode.from_ms AND within.time_ms < mode.to_ms;
