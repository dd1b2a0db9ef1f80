-- One row, for the period (is_total): the median of the main threads' Theil–Sen slopes.
WITH placed AS (
  -- One order for all sessions: partitions would cost more than the grouping below.
  SELECT
    session_id,
    step,
    context_tokens,
    row_number() OVER in_order AS row_no,
    count(reset) OVER in_order AS resets
  FROM period_thread_step
  WHERE thread_kind = 'main'
  WINDOW in_order AS (ORDER BY session_id, step)
), epoch AS (
  SELECT session_id, resets, min(row_no) AS first_no, (count(*) + 63) // 64 AS every FROM placed GROUP BY session_id, resets HAVING count(*) >= 5
), sampled AS (
  -- At most 64 requests of an epoch, evenly spread: pairs grow with the square.
  SELECT placed.session_id, step, context_tokens, first_no
  FROM placed
  JOIN epoch ON epoch.session_id = placed.session_id AND epoch.resets = placed.resets
  WHERE (row_no - first_no) % every = 0
), slope AS (
  SELECT earlier.session_id, median((later.context_tokens - earlier.context_tokens) / (later.step - earlier.step)) AS slope
  FROM sampled AS earlier
  JOIN sampled AS later ON later.first_no = earlier.first_no AND later.step > earlier.step
  GROUP BY earlier.session_id
)
SELECT true AS is_total, median(slope) AS value FROM slope
