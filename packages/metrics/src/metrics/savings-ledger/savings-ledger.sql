-- One row per step and cause, in the order of the ledger, and one for the period (is_total).
WITH entry AS (
  SELECT 1 AS step, cold_cause AS cause, cold_usd AS usd FROM period_waste
  UNION ALL
  SELECT 2, CASE WHEN is_runaway THEN 'runaway_growth' ELSE 'late_restart' END, growth_usd FROM period_waste
  UNION ALL
  SELECT 3, failed_cause, failed_usd FROM period_waste
  UNION ALL
  SELECT 4, reprice_policy, reprice_usd FROM period_waste
), grouped AS (
  SELECT GROUPING(step) = 1 AS is_total, step, cause, count(*) AS requests, sum(usd) AS saving
  FROM entry
  WHERE usd > 0
  GROUP BY GROUPING SETS ((), (step, cause))
), whole AS (
  SELECT usd(sum(cost_usd)) AS cost_usd, bool_or(is_incomplete OR cost_usd IS NULL) AS lower_bound FROM period_request
)
SELECT
  is_total,
  ['avoidable_cold_cache', 'carry_above_restart', 'failed_tool_work', 'reprice'][step] AS step,
  cause,
  requests,
  usd(saving) AS cost_usd,
  usd(saving) / nullif(whole.cost_usd, 0) AS share,
  CASE WHEN whole.cost_usd IS NOT NULL THEN usd(coalesce(saving, 0)) END AS value,
  whole.lower_bound
FROM grouped, whole
ORDER BY is_total DESC, grouped.step, saving DESC, cause
