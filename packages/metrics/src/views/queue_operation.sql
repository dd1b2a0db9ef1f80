-- One row per entry put into or taken from the queue of prompts, with how long it waited: known only of an entry that was alone in it.
CREATE OR REPLACE TABLE derived.queue_operation AS
WITH numbered AS (
  SELECT
    operation,
    time_ms,
    file_id,
    row_number() OVER in_file AS no,
    lag(operation) OVER in_file = 'enqueue' AS is_after_enqueue,
    lag(time_ms) OVER in_file AS from_ms,
    -- popAll empties the queue: what stood in it before does not count any more.
    count(*) FILTER (WHERE operation = 'popAll') OVER (
      PARTITION BY file_id ORDER BY line, part ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS filling
  FROM raw_queue_operation
  WHERE operation IN ('enqueue', 'dequeue', 'remove', 'popAll')
  WINDOW in_file AS (PARTITION BY file_id ORDER BY line, part)
), balanced AS (
  SELECT
    *,
    sum(CASE WHEN operation = 'enqueue' THEN 1 ELSE -1 END) OVER (PARTITION BY file_id, filling ORDER BY no) AS balance
  FROM numbered
), queued AS (
  -- An entry that stood in the queue before the file began can leave it: the queue is then empty, not in debt.
  SELECT *, balance - least(0, min(balance) OVER (PARTITION BY file_id, filling ORDER BY no)) AS left_over
  FROM balanced
)
SELECT
  operation,
  time_ms,
  CASE WHEN operation <> 'enqueue' AND is_after_enqueue AND left_over = 0 THEN bounded(time_ms - from_ms, 0, NULL) END AS wait_ms
FROM queued;
