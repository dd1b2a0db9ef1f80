-- One row per local day and model with a request, and one for the period (is_total).
SELECT
  GROUPING(day) = 1 AS is_total,
  day,
  coalesce(model, 'unknown') AS model,
  count(*) AS requests,
  CAST(sum(input_tokens) AS DOUBLE) AS input_tokens,
  CAST(sum(output_tokens) AS DOUBLE) AS output_tokens,
  CAST(sum(cache_creation_tokens) AS DOUBLE) AS cache_creation_tokens,
  CAST(sum(cache_read_tokens) AS DOUBLE) AS cache_read_tokens,
  usd(sum(cost_usd)) AS cost_usd,
  count(DISTINCT day) AS value
FROM period_request
GROUP BY GROUPING SETS ((), (day, model))
ORDER BY is_total DESC, day, model
