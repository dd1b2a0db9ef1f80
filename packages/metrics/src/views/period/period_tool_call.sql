-- One row per tool call made in the period, with its step.
CREATE OR REPLACE TABLE derived.period_tool_call AS
SELECT tool_call.*, step.step_no, step.time
FROM (
  SELECT * FROM tool_call
  WHERE time_ms >= (SELECT start_ms FROM period) AND time_ms < (SELECT as_of_ms FROM period)
) AS tool_call
ASOF JOIN step ON tool_call.time_ms >= step.start_ms;
