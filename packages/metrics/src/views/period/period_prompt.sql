-- One row per prompt sent in the period.
CREATE OR REPLACE TABLE derived.period_prompt AS
SELECT * FROM prompt
WHERE time_ms >= (SELECT start_ms FROM period) AND time_ms < (SELECT as_of_ms FROM period);
