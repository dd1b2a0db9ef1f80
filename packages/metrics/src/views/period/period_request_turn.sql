-- One row per request of the period that belongs to a turn begun in it.
CREATE OR REPLACE TABLE derived.period_request_turn AS
SELECT period_request.request_key, turn.turn_key, period_request.output_tokens, period_request.cost_usd, period_request.is_incomplete
FROM period_request
-- Of prompts in the same millisecond only the last has a length.
ASOF JOIN (SELECT * FROM period_turn WHERE to_ms > from_ms) AS turn
  ON turn.session_id = period_request.session_id AND period_request.started_ms >= turn.from_ms;
