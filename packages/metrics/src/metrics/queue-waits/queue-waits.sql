-- One row per kind of queue operation, and one for the period (is_total).
WITH numbered AS (
  SELECT
    operation,
    time_ms,
    row_number() OVER in_order AS no,
    lag(operation) OVER in_order = 'enqueue' AS is_after_enqueue,
    lag(time_ms) OVER in_order AS from_ms,
    -- What entered before less what left. popAll takes more than any queue holds, and so does the end of a file: one order of all
    -- is a third of the work of an order in each file.
    coalesce(sum(CASE operation WHEN 'enqueue' THEN 1 WHEN 'popAll' THEN -1000000 ELSE -1 END) OVER before, 0)
      - file_id * 1000000000000 AS balance
  FROM raw_queue_operation
  WHERE operation IN ('enqueue', 'dequeue', 'remove', 'popAll')
  WINDOW
    in_order AS (ORDER BY file_id, line, part),
    before AS (ORDER BY file_id, line, part ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), queued AS (
  -- An entry that stood in the queue before the file began can leave it: the queue is then empty, not in debt.
  SELECT *, balance - min(balance) OVER (ORDER BY no ROWS UNBOUNDED PRECEDING) AS length FROM numbered
), waited AS (
  SELECT
    operation,
    CASE WHEN operation <> 'enqueue' AND is_after_enqueue AND length = 1 THEN bounded(time_ms - from_ms, 0, NULL) END AS wait_ms
  FROM queued, period
  WHERE time_ms >= start_ms AND time_ms < as_of_ms
)
SELECT
  GROUPING(operation) = 1 AS is_total,
  operation,
  count(*) AS operations,
  count(wait_ms) AS waits,
  quantile_cont(wait_ms, 0.5) / 1000 AS p50_s,
  CASE WHEN waits >= 20 THEN quantile_cont(wait_ms, 0.95) / 1000 END AS p95_s,
  max(wait_ms) / 1000 AS max_s,
  p95_s AS value
FROM waited
GROUP BY GROUPING SETS ((), (operation))
ORDER BY is_total DESC, operations DESC, operation
