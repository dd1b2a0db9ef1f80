-- One row, for the period (is_total): the median of the main threads' Theil–Sen slopes.
WITH epoch AS (
  SELECT session_id, step, context_tokens, count(reset) OVER (PARTITION BY session_id ORDER BY step) AS epoch
  FROM period_thread_step
  WHERE thread_kind = 'main'
), placed AS (
  SELECT
    *,
    row_number() OVER (PARTITION BY session_id, epoch ORDER BY step) - 1 AS place,
    count(*) OVER (PARTITION BY session_id, epoch) AS requests
  FROM epoch
), sampled AS (
  -- At most 64 requests of an epoch, evenly spread: pairs grow with the square.
  SELECT * FROM placed WHERE requests >= 5 AND place % ((requests + 63) // 64) = 0
), slope AS (
  SELECT earlier.session_id, median((later.context_tokens - earlier.context_tokens) / (later.step - earlier.step)) AS slope
  FROM sampled AS earlier
  JOIN sampled AS later
    ON later.session_id = earlier.session_id AND later.epoch = earlier.epoch AND later.step > earlier.step
  GROUP BY earlier.session_id
)
SELECT true AS is_total, median(slope) AS value FROM slope
