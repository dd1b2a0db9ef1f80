-- One row per subscription on offer, dearest first, and one for the dearest (is_total). Under a day of use says nothing.
WITH spent AS (
  SELECT
    usd(sum(cost_usd)) AS cost_usd,
    bool_or(is_incomplete OR cost_usd IS NULL) AS lower_bound,
    (SELECT (as_of_ms - start_ms) / 86400000 FROM period) AS days
  FROM period_request
), compared AS (
  SELECT plan.name, plan.usd AS plan_usd, plan.usd * days / 30.4375 AS plan_cost_usd, cost_usd, lower_bound
  FROM plan, spent
  WHERE days >= 1 AND cost_usd IS NOT NULL
)
SELECT false AS is_total, name, plan_usd, plan_cost_usd, cost_usd / plan_cost_usd AS leverage, NULL AS value, NULL AS lower_bound
FROM compared
UNION ALL
SELECT true, NULL, NULL, NULL, NULL, min(cost_usd / plan_cost_usd), coalesce(bool_or(lower_bound), false)
FROM compared
ORDER BY is_total DESC, plan_usd DESC, name
