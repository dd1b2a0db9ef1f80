-- One row per policy and model, largest saving first, and one for the period (is_total).
WITH grouped AS (
  SELECT
    GROUPING(model) = 1 AS is_total,
    reprice_policy AS policy,
    coalesce(model, 'unknown') AS model,
    count(*) AS requests,
    sum(cost_usd) AS cost,
    sum(full_reprice_usd) AS saving
  FROM period_waste
  WHERE full_reprice_usd IS NOT NULL
  GROUP BY GROUPING SETS ((), (reprice_policy, model))
)
SELECT
  is_total,
  policy,
  model,
  requests,
  usd(cost) AS cost_usd,
  usd(cost - saving) AS repriced_usd,
  usd(saving) AS savings_usd,
  -- Nothing to reprice is 0; nothing with a price is NULL.
  CASE WHEN (SELECT count(cost_usd) > 0 FROM period_request) THEN usd(coalesce(saving, 0)) END AS value,
  (SELECT bool_or(is_incomplete OR cost_usd IS NULL) FROM period_request) AS lower_bound
FROM grouped
ORDER BY is_total DESC, saving DESC, policy, model
