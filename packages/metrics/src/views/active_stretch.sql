-- One row per stretch in which at least one session was active: parallel sessions count once.
CREATE OR REPLACE TABLE derived.active_stretch AS
WITH flagged AS (
  SELECT
    from_ms,
    to_ms,
    coalesce(from_ms > max(to_ms) OVER (ORDER BY from_ms, to_ms ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), true) AS is_new
  FROM active_interval
), numbered AS (
  SELECT from_ms, to_ms, count(*) FILTER (WHERE is_new) OVER (ORDER BY from_ms, to_ms ROWS UNBOUNDED PRECEDING) AS stretch_no FROM flagged
)
SELECT min(from_ms) AS from_ms, max(to_ms) AS to_ms FROM numbered GROUP BY stretch_no;
