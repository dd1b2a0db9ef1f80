-- One row per session (the 2,000 costliest), and one for the period (is_total).
WITH part AS (
  SELECT
    session_id,
    sum(base_carried_usd) AS base_carried,
    sum(base_built_usd) AS base_built,
    sum(history_carried_usd) AS history_carried,
    sum(history_rebuilt_usd) AS history_rebuilt,
    sum(new_usd) AS new_material,
    sum(plain_output_usd) FILTER (WHERE cost_usd IS NOT NULL) AS output,
    sum(fee_usd) FILTER (WHERE cost_usd IS NOT NULL) AS fees,
    sum(long_context_usd) AS long_context,
    sum(factor_usd) AS factor,
    sum(carry_usd) AS carry,
    sum(miss_usd) FILTER (WHERE miss_cause IN ('ttl_expiry', 'prefix_change', 'model_switch')) AS avoidable,
    sum(miss_usd) FILTER (WHERE miss_cause = 'ttl_expiry') AS expired,
    count(*) FILTER (WHERE miss_cause = 'ttl_expiry') AS expired_misses
  FROM period_thread_step
  GROUP BY session_id
), lost AS (
  SELECT
    session_id,
    cost_usd,
    30 * (100 - carry_score) / weight AS lost_carry,
    25 * (100 - avoidable_score) / weight AS lost_avoidable,
    20 * (100 - error_score) / weight AS lost_errors,
    10 * (100 - stop_score) / weight AS lost_stops,
    15 * (100 - output_score) / weight AS lost_output,
    tool_error_rate,
    stop_rate,
    output_cost_ratio,
    score
  FROM period_session
)
SELECT true AS is_total, usd(cost_usd) AS value, is_incomplete OR is_unpriced AS lower_bound FROM period_usage WHERE is_total
UNION ALL BY NAME
SELECT
  false AS is_total,
  session_id,
  usd(base_carried) AS base_carried_usd,
  usd(base_built) AS base_built_usd,
  usd(history_carried) AS history_carried_usd,
  usd(history_rebuilt) AS history_rebuilt_usd,
  usd(new_material) AS new_material_usd,
  usd(output) AS output_usd,
  usd(fees) AS fees_usd,
  usd(long_context) AS long_context_usd,
  usd(factor) AS factor_usd,
  usd(carry) AS carry_usd,
  usd(avoidable) AS avoidable_usd,
  usd(expired) AS expired_usd,
  expired_misses,
  CASE WHEN score IS NOT NULL THEN lost_carry END AS lost_carry,
  CASE WHEN score IS NOT NULL THEN lost_avoidable END AS lost_avoidable,
  CASE WHEN score IS NOT NULL THEN lost_errors END AS lost_errors,
  CASE WHEN score IS NOT NULL THEN lost_stops END AS lost_stops,
  CASE WHEN score IS NOT NULL THEN lost_output END AS lost_output,
  tool_error_rate,
  stop_rate,
  output_cost_ratio,
  cost_usd AS exact_cost
FROM lost
JOIN costliest_session USING (session_id)
LEFT JOIN part USING (session_id)
ORDER BY is_total DESC, exact_cost DESC NULLS LAST, session_id
