-- One row per thread step whose request began in the period; what it looks back on may lie before.
CREATE OR REPLACE TABLE derived.period_thread_step AS
SELECT
  thread_step.* EXCLUDE (previous_cached, previous_ended_ms),
  period_request.model,
  period_request.git_branch,
  period_request.project,
  period_request.ended_ms,
  period_request.input_tokens,
  period_request.is_incomplete,
  period_request.step_no,
  period_request.time,
  period_request.day
FROM thread_step
JOIN period_request USING (request_key);
