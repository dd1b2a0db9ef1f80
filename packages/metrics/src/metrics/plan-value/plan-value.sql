-- One row with the plan's figures, none without a plan, and one for the period (is_total).
WITH spent AS (
  SELECT usd(sum(cost_usd)) AS cost_usd, bool_or(is_incomplete OR cost_usd IS NULL) AS lower_bound FROM period_request
), priced AS (
  SELECT
    plan_usd,
    (as_of_ms - start_ms) / 86400000 AS days,
    plan_usd * days / 30.4375 AS plan_cost_usd,
    plan_usd * (end_ms - start_ms) / 86400000 / 30.4375 AS whole_plan_usd
  FROM period
), reached AS (
  -- Exact sums, so that the day does not depend on the order of the requests.
  SELECT min(day) AS break_even_day
  FROM (SELECT day, usd(sum(sum(cost_usd)) OVER (ORDER BY day)) AS so_far_usd FROM period_request GROUP BY day), priced
  WHERE so_far_usd >= whole_plan_usd
), figures AS (
  SELECT
    plan_usd,
    days,
    plan_cost_usd,
    cost_usd,
    cost_usd / nullif(plan_cost_usd, 0) AS leverage,
    cost_usd - plan_cost_usd AS surplus_usd,
    break_even_day,
    lower_bound
  FROM spent, priced, reached
)
SELECT true AS is_total, *, leverage AS value FROM figures
UNION ALL
SELECT false, *, NULL FROM figures WHERE plan_usd IS NOT NULL
ORDER BY is_total DESC
