-- One row per model and price in force when it was used, most requests first, and one for the period (is_total).
SELECT
  GROUPING(period_request.model) = 1 AS is_total,
  period_request.model,
  CAST(any_value(price.valid_from) AS VARCHAR) AS valid_from,
  count(*) AS requests,
  CAST(any_value(price.input) * 1000000 AS DOUBLE) AS input_usd,
  CAST(any_value(price.output) * 1000000 AS DOUBLE) AS output_usd,
  CAST(any_value(price.cache_write_5m) * 1000000 AS DOUBLE) AS cache_write_5m_usd,
  CAST(any_value(price.cache_write_1h) * 1000000 AS DOUBLE) AS cache_write_1h_usd,
  CAST(any_value(price.cache_read) * 1000000 AS DOUBLE) AS cache_read_usd,
  count(DISTINCT period_request.model) AS value
FROM period_request
JOIN priced_model ON priced_model.model = period_request.model
JOIN price
  ON price.model = priced_model.price_model
  AND (price.valid_from IS NULL OR utc_day(period_request.started_ms) >= price.valid_from)
  AND (price.valid_to IS NULL OR utc_day(period_request.started_ms) < price.valid_to)
GROUP BY GROUPING SETS ((), (period_request.model, price.valid_from))
ORDER BY is_total DESC, requests DESC, period_request.model, valid_from
