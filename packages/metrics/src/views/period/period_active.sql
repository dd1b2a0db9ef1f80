-- One row per stretch of activity, cut at the borders of the period.
CREATE OR REPLACE TABLE derived.period_active AS
SELECT
  session_id,
  greatest(from_ms, (SELECT start_ms FROM period)) AS from_ms,
  least(to_ms, (SELECT as_of_ms FROM period)) AS to_ms
FROM active_interval
WHERE to_ms > (SELECT start_ms FROM period) AND from_ms < (SELECT as_of_ms FROM period);
