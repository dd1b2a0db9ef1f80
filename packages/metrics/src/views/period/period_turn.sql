-- One row per turn begun in the period, with its local day. It may end after the period.
CREATE OR REPLACE TABLE derived.period_turn AS
SELECT turn.*, day_step.day
FROM turn
JOIN period ON from_ms >= period.start_ms AND from_ms < as_of_ms
ASOF JOIN day_step ON from_ms >= day_step.start_ms;
