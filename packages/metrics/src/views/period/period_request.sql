-- One row per request that began in the period, with its step, its local day and its project.
CREATE OR REPLACE TEMP TABLE period_request AS
WITH within AS (
  SELECT request_cost.*, session_project.project
  FROM request_cost
  JOIN session_project USING (session_id)
  WHERE started_ms >= (SELECT start_ms FROM period) AND started_ms < (SELECT as_of_ms FROM period)
)
SELECT within.*, step.step_no, step.time, day.day
FROM within
ASOF JOIN step ON within.started_ms >= step.start_ms
ASOF JOIN day ON within.started_ms >= day.start_ms;
