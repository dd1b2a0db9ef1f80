-- One row per request: prices in force on the UTC day it began, and its exact cost; cost NULL: unpriced.
CREATE OR REPLACE TABLE derived.request_cost AS
WITH priced AS (
  SELECT
    request.*,
    price.context_window,
    price.long_over,
    price.model IS NOT NULL AS is_priced,
    CAST(
      CASE WHEN request.speed = 'fast' THEN coalesce(price.fast, 1) ELSE 1 END
      * CASE WHEN request.inference_geo = 'us' THEN coalesce(price.us_region, 1) ELSE 1 END
      * CASE WHEN request.service_tier = 'batch' THEN coalesce(price.batch, 1) ELSE 1 END
    AS DECIMAL(9, 4)) AS factor,
    price.long_over IS NOT NULL AND request.context_tokens > price.long_over AS is_long,
    price.input AS standard_input, price.output AS standard_output, price.cache_write_5m AS standard_write_5m,
    price.cache_write_1h AS standard_write_1h, price.cache_read AS standard_read,
    price.long_input, price.long_output, price.long_cache_write_5m AS long_write_5m,
    price.long_cache_write_1h AS long_write_1h, price.long_cache_read AS long_read,
    CASE
      WHEN request.web_search_requests = 0 THEN 0
      ELSE CAST(request.web_search_requests AS DECIMAL(19, 0)) * price.web_search
    END AS fee_usd
  FROM request
  LEFT JOIN priced_model ON priced_model.model = request.model
  LEFT JOIN price
    ON price.model = priced_model.price_model
    AND (price.valid_from IS NULL OR utc_day(request.started_ms) >= price.valid_from)
    AND (price.valid_to IS NULL OR utc_day(request.started_ms) < price.valid_to)
), at_price AS (
  SELECT
    *,
    CASE WHEN is_long THEN long_input ELSE standard_input END AS p_input,
    CASE WHEN is_long THEN long_output ELSE standard_output END AS p_output,
    CASE WHEN is_long THEN long_write_5m ELSE standard_write_5m END AS p_write_5m,
    CASE WHEN is_long THEN long_write_1h ELSE standard_write_1h END AS p_write_1h,
    CASE WHEN is_long THEN long_read ELSE standard_read END AS p_read
  FROM priced
)
SELECT
  * EXCLUDE (long_input, long_output, long_write_5m, long_write_1h, long_read, speed, service_tier, inference_geo, stop_reason),
  token_cost(0, 0, 0, 0, output_tokens, standard_input, standard_write_5m, standard_write_1h, standard_read, standard_output, 1)
    AS plain_output_usd,
  token_cost(input_tokens, 0, 0, 0, 0, p_input, p_write_5m, p_write_1h, p_read, p_output, factor) AS input_usd,
  token_cost(0, cache_creation_5m_tokens, 0, 0, 0, p_input, p_write_5m, p_write_1h, p_read, p_output, factor) AS write_5m_usd,
  token_cost(0, 0, cache_creation_1h_tokens, 0, 0, p_input, p_write_5m, p_write_1h, p_read, p_output, factor) AS write_1h_usd,
  token_cost(0, 0, 0, cache_read_tokens, 0, p_input, p_write_5m, p_write_1h, p_read, p_output, factor) AS read_usd,
  token_cost(0, 0, 0, 0, output_tokens, p_input, p_write_5m, p_write_1h, p_read, p_output, factor) AS output_usd,
  token_cost(context_tokens, 0, 0, 0, 0, p_input, p_write_5m, p_write_1h, p_read, p_output, factor)
    - token_cost(input_tokens, cache_creation_5m_tokens, cache_creation_1h_tokens, cache_read_tokens, 0,
      p_input, p_write_5m, p_write_1h, p_read, p_output, factor) AS cache_savings_usd,
  -- Tokens at list prices: no fees, no factor.
  token_cost(input_tokens, cache_creation_5m_tokens, cache_creation_1h_tokens, cache_read_tokens, output_tokens,
    p_input, p_write_5m, p_write_1h, p_read, p_output, 1) AS list_usd,
  -- How many input tokens would have cost the same. To a millionth of a token, so that sums do not depend on order.
  CAST(list_usd / nullif(p_input, 0) AS DECIMAL(38, 6)) AS input_equivalents,
  CAST(token_cost(input_tokens, cache_creation_5m_tokens, cache_creation_1h_tokens, cache_read_tokens, output_tokens,
    p_input, p_write_5m, p_write_1h, p_read, p_output, factor) + fee_usd AS DECIMAL(38, 16)) AS cost_usd
FROM at_price;
