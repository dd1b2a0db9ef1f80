-- One row per model, largest cost first, and one for the period (is_total). Only priced requests are weighed.
WITH grouped AS (
  SELECT
    GROUPING(model) = 1 AS is_total,
    coalesce(model, 'unknown') AS model,
    count(*) AS requests,
    sum(cost_usd) AS cost,
    usd(sum(cost_usd)) AS cost_usd,
    sum(context_tokens + output_tokens) FILTER (WHERE cost_usd IS NOT NULL) AS priced_tokens,
    sum(output_tokens) FILTER (WHERE cost_usd IS NOT NULL) AS priced_output,
    count(cost_usd) AS priced_requests,
    CAST(sum(context_tokens + output_tokens) AS DOUBLE) AS tokens,
    sum(cache_read_tokens) AS cache_read_tokens,
    sum(cache_creation_tokens) AS cache_creation_tokens,
    sum(input_tokens) AS input_tokens,
    sum(output_tokens) AS output_tokens,
    bool_or(cost_usd IS NULL) AS lower_bound
  FROM period_request
  GROUP BY GROUPING SETS ((), (model))
), blended AS (
  SELECT *, cost_usd / nullif(priced_tokens, 0) AS usd_per_token FROM grouped
), weighed AS (
  SELECT
    *,
    min(usd_per_token) FILTER (WHERE NOT is_total) OVER () AS lowest,
    max(cost_usd) FILTER (WHERE is_total) OVER () AS all_usd
  FROM blended
), potential AS (
  -- Exactly 0 for the model with the lowest price, whatever the rounding.
  SELECT
    *,
    CASE WHEN usd_per_token = lowest THEN 0 ELSE greatest(0, cost_usd - priced_tokens * lowest) END AS potential_usd
  FROM weighed
)
SELECT
  is_total,
  model,
  requests,
  cost_usd,
  cost_usd / nullif(all_usd, 0) AS share,
  tokens,
  cache_read_tokens / nullif(tokens, 0) AS read_share,
  cache_creation_tokens / nullif(tokens, 0) AS write_share,
  input_tokens / nullif(tokens, 0) AS input_share,
  output_tokens / nullif(tokens, 0) AS output_share,
  usd_per_token * 1000000 AS blended_usd,
  cost_usd / nullif(priced_output, 0) * 1000 AS output_1k_usd,
  cost_usd / nullif(priced_requests, 0) AS request_usd,
  CASE WHEN usd_per_token IS NOT NULL THEN potential_usd END AS potential_usd,
  CASE WHEN usd_per_token IS NOT NULL THEN potential_usd END / nullif(all_usd, 0) AS potential_share,
  CASE WHEN usd_per_token IS NOT NULL THEN potential_usd END AS value,
  lower_bound
FROM potential
ORDER BY is_total DESC, cost DESC NULLS LAST, model
