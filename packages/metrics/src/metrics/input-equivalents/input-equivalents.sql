-- One row per model, most first, and one for the period (is_total). NULL for a model without a price.
WITH reference AS (
  -- Price of the reference model on the last day of the period.
  SELECT CAST(any_value(price.input) * 1000000 AS DOUBLE) AS usd_per_million
  FROM price, period
  WHERE price.model = 'claude-sonnet-5-5'
    AND (price.valid_from IS NULL OR utc_day(period.as_of_ms - 1) >= price.valid_from)
    AND (price.valid_to IS NULL OR utc_day(period.as_of_ms - 1) < price.valid_to)
)
SELECT
  GROUPING(model) = 1 AS is_total,
  coalesce(model, 'unknown') AS model,
  count(*) AS requests,
  CAST(sum(context_tokens + output_tokens) AS DOUBLE) AS tokens,
  usd(sum(input_equivalents)) AS input_equivalents,
  usd(sum(list_usd)) * 1000000 / (SELECT nullif(usd_per_million, 0) FROM reference) AS sonnet_equivalents,
  usd(sum(cost_usd)) AS cost_usd,
  usd(sum(input_equivalents)) AS value,
  bool_or(is_incomplete OR input_equivalents IS NULL) AS lower_bound
FROM period_request
GROUP BY GROUPING SETS ((), (model))
ORDER BY is_total DESC, sonnet_equivalents DESC NULLS LAST, model
