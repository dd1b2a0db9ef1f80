-- One row per tool call made in the period, with its step and its local day.
CREATE OR REPLACE TABLE derived.period_tool_call AS
SELECT
  tool_call.* EXCLUDE (thread_id, input_characters, result_characters, subagent_id, returned_tokens),
  day_step.* EXCLUDE (start_ms)
FROM tool_call
JOIN period ON time_ms >= period.start_ms AND time_ms < as_of_ms
ASOF JOIN day_step ON time_ms >= day_step.start_ms;
