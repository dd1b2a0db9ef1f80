-- One row per request of the period that belongs to a turn begun in it.
CREATE OR REPLACE TABLE derived.period_request_turn AS
SELECT request_key, turn_key, ended_ms, output_tokens, cost_usd, is_incomplete
FROM period_request
JOIN period_turn ON period_turn.session_id = period_request.session_id AND started_ms >= from_ms AND started_ms < to_ms;
