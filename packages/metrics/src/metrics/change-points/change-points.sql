-- One row per local day with at least ten priced requests, up to 400 days back, and one per such day and model or version (kind not NULL).
WITH recent AS (
  SELECT day_no, day, history_day.start_ms, history_day.end_ms > period.start_ms AS in_period, as_of_ms
  FROM history_day, period
  ORDER BY day_no DESC
  LIMIT 400
), placed AS (
  SELECT recent.*, request_key, cost_usd, cache_creation_tokens, CASE WHEN thread_kind = 'main' THEN base_tokens END AS base_tokens
  FROM thread_step
  ASOF JOIN recent ON started_ms >= recent.start_ms
  WHERE cost_usd IS NOT NULL AND started_ms < as_of_ms
), used AS (
  SELECT placed.*, request_cost.model, request_cost.version, request_cost.cache_creation_1h_tokens
  FROM placed
  JOIN request_cost USING (request_key)
), active AS (
  SELECT
    day_no,
    any_value(day) AS day,
    bool_or(in_period) AS in_period,
    count(*) AS requests,
    usd(sum(cost_usd)) / count(*) AS unit_usd,
    CAST(sum(cache_creation_tokens) AS DOUBLE) AS written_tokens,
    CAST(sum(cache_creation_1h_tokens) AS DOUBLE) AS written_1h_tokens,
    median(base_tokens) AS base_tokens
  FROM used
  GROUP BY day_no
  HAVING count(*) >= 10
), named AS (
  SELECT day_no, 'model' AS kind, model AS name, count(*) AS named_requests FROM used GROUP BY ALL
  UNION ALL
  SELECT day_no, 'version', version, count(*) FROM used GROUP BY ALL
)
SELECT active.*, NULL AS kind, NULL AS name, NULL AS named_requests FROM active
UNION ALL BY NAME
SELECT * FROM named WHERE name IS NOT NULL AND day_no IN (SELECT day_no FROM active)
ORDER BY kind NULLS FIRST, name, day_no
