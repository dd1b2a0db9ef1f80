-- One row per request that began in the period, with its step, its local day and its project.
CREATE OR REPLACE TABLE derived.period_request AS
WITH placed AS (
  -- Without the other columns, because a join copies all that it carries, and an ASOF join sorts it too.
  SELECT request_key, session_project.project, day_step.* EXCLUDE (start_ms)
  FROM request_cost
  JOIN period ON started_ms >= period.start_ms AND started_ms < period.as_of_ms
  JOIN session_project USING (session_id)
  ASOF JOIN day_step ON started_ms >= day_step.start_ms
)
SELECT
  request_cost.* EXCLUDE (
    message_id, parent_message_id, cache_miss_reason, cwd, agent_id, is_sidechain, advisor_of, context_window, long_over,
    standard_input, standard_output, standard_write_5m, standard_write_1h, standard_read,
    p_input, p_output, p_write_5m, p_write_1h, p_read, factor
  ),
  placed.* EXCLUDE (request_key)
FROM request_cost
JOIN placed USING (request_key)
