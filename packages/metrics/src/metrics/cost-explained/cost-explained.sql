-- One row per day, thread kind, part and cause, one per thread kind, part and cause (day NULL), and one for the period (is_total).
WITH step AS (
  SELECT
    day,
    thread_kind,
    rebuild_cause,
    sum(base_carried_usd) AS base_carried,
    sum(base_built_usd) AS base_built,
    sum(history_carried_usd) AS history_carried,
    sum(history_rebuilt_usd) AS history_rebuilt,
    sum(new_usd) AS new_material,
    sum(plain_output_usd) AS output,
    sum(fee_usd) AS fees,
    sum(long_context_usd) AS long_context,
    sum(factor_usd) AS factor
  FROM period_thread_step
  WHERE cost_usd IS NOT NULL
  GROUP BY ALL
), part AS (
  UNPIVOT step
  ON base_carried, base_built, history_carried, history_rebuilt, new_material, output, fees, long_context, factor
  INTO NAME part VALUE part_usd
), caused AS (
  SELECT day, thread_kind, part, CASE WHEN part IN ('base_built', 'history_rebuilt') THEN rebuild_cause END AS cause, part_usd FROM part
), total AS (
  SELECT GROUPING(part) = 1 AS is_total, GROUPING(day) AS is_part_total, day, thread_kind, part, cause, sum(part_usd) AS cost
  FROM caused
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
  (SELECT bool_or(is_incomplete OR cost_usd IS NULL) FROM period_request) AS lower_bound
FROM total
WHERE is_total OR cost <> 0
ORDER BY is_total DESC, is_part_total DESC, day, cost DESC, thread_kind, part, cause
