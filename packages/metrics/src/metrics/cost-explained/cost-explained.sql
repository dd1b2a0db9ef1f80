-- One row per day, thread kind, part and cause, one per thread kind, part and cause (day NULL), and one for the period (is_total).
WITH total AS (
  SELECT GROUPING(part) = 1 AS is_total, GROUPING(day) AS is_part_total, day, thread_kind, part, cause, sum(cost_usd) AS cost
  FROM period_cost_part
  GROUP BY GROUPING SETS ((), (thread_kind, part, cause), (day, thread_kind, part, cause))
)
SELECT
  is_total,
  is_part_total,
  day,
  thread_kind,
  part,
  cause,
  usd(cost) AS cost_usd,
  usd(cost) AS value,
  (SELECT is_incomplete OR is_unpriced FROM period_usage WHERE period_usage.is_total) AS lower_bound
FROM total
WHERE is_total OR cost <> 0
ORDER BY is_total DESC, is_part_total DESC, day, cost DESC, thread_kind, part, cause
