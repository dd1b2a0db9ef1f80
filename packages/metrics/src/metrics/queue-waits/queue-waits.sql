-- One row per kind of queue operation, and one for the period (is_total).
SELECT
  GROUPING(operation) = 1 AS is_total,
  operation,
  count(*) AS operations,
  count(wait_ms) AS waits,
  quantile_cont(wait_ms, 0.5) / 1000 AS p50_s,
  CASE WHEN waits >= 20 THEN quantile_cont(wait_ms, 0.95) / 1000 END AS p95_s,
  max(wait_ms) / 1000 AS max_s,
  p95_s AS value
FROM queue_operation
JOIN period ON time_ms >= start_ms AND time_ms < as_of_ms
GROUP BY GROUPING SETS ((), (operation))
ORDER BY is_total DESC, operations DESC, operation
