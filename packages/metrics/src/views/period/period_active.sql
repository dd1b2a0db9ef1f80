-- One row per stretch of activity, cut at the borders of the period.
CREATE OR REPLACE TABLE derived.period_active AS
SELECT session_id, greatest(from_ms, start_ms) AS from_ms, least(to_ms, as_of_ms) AS to_ms
FROM active_interval, period
WHERE to_ms > start_ms AND from_ms < as_of_ms;
