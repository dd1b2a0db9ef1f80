-- One row per prompt sent in the period.
CREATE OR REPLACE TABLE derived.period_prompt AS
SELECT prompt.*
FROM prompt, period
WHERE time_ms >= start_ms AND time_ms < as_of_ms;
