-- One row per day, thread kind, part and cause, one per thread kind, part and cause (day NULL), and one for the period (is_total).
WITH part AS (
  UNPIVOT (
    SELECT
      day,
      thread_kind,
      rebuild_cause,
      base_carried_usd AS base_carried,
      base_built_usd AS base_built,
      history_carried_usd AS history_carried,
      history_rebuilt_usd AS history_rebuilt,
      new_usd AS new_material,
      plain_output_usd AS output,
      fee_usd AS fees,
      long_context_usd AS long_context,
      factor_usd AS factor,
    FROM period_thread_step
    WHERE cost_usd IS NOT NULL
  )
  ON base_carried, base_built, history_carried, history_rebuilt, new_material, output, fees, long_context, factor
  INTO NAME part VALUE part_usd
), caused AS (
  SELECT day, thread_kind, part, CASE WHEN part IN ('base_built', 'history_rebuilt') THEN rebuild_cause END AS cause, part_usd FROM part
)
SELECT
  GROUPING(part) = 1 AS is_total,
  GROUPING(day) AS is_part_total,
  CASE WHEN GROUPING(day) = 0 THEN day END AS day,
  thread_kind,
  part,
  cause,
  usd(sum(part_usd)) AS cost_usd,
  usd(sum(part_usd)) AS value,
  (SELECT bool_or(is_incomplete OR cost_usd IS NULL) FROM period_request) AS lower_bound
FROM caused
GROUP BY GROUPING SETS ((), (thread_kind, part, cause), (day, thread_kind, part, cause))
HAVING is_total OR sum(part_usd) <> 0
ORDER BY is_total DESC, is_part_total DESC, day, sum(part_usd) DESC, thread_kind, part, cause
