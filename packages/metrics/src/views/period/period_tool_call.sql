-- One row per tool call made in the period, with its step and its local day.
CREATE OR REPLACE TABLE derived.period_tool_call AS
SELECT within.*, step.step_no, step.time, day.day
FROM (
  SELECT * FROM tool_call
  WHERE time_ms >= (SELECT start_ms FROM period) AND time_ms < (SELECT as_of_ms FROM period)
) AS within
ASOF JOIN step ON within.time_ms >= step.start_ms
ASOF JOIN day ON within.time_ms >= day.start_ms;
