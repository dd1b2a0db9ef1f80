-- The sessions whose details are told: the 2,000 costliest with a request in the period.
CREATE OR REPLACE TABLE derived.costliest_session AS
SELECT session_id, started_ms FROM period_session ORDER BY cost_usd DESC NULLS LAST, session_id LIMIT 2000;
