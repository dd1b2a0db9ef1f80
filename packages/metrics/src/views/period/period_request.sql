-- One row per request that began in the period, with its step, its local day and its project.
CREATE OR REPLACE TABLE derived.period_request AS
WITH within AS (
  SELECT
    request_cost.* EXCLUDE (
      message_id, parent_message_id, cache_miss_reason, cwd, agent_id, is_sidechain, advisor_of, context_window, long_over,
      standard_input, standard_output, standard_write_5m, standard_write_1h, standard_read,
      p_input, p_output, p_write_5m, p_write_1h, p_read, factor
    ),
    session_project.project
  FROM request_cost
  JOIN session_project USING (session_id)
  WHERE started_ms >= (SELECT start_ms FROM period) AND started_ms < (SELECT as_of_ms FROM period)
)
SELECT within.*, step.step_no, step.time, day.day
FROM within
ASOF JOIN step ON within.started_ms >= step.start_ms
ASOF JOIN day ON within.started_ms >= day.start_ms;
