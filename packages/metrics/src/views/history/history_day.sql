-- One row per local day from the first request on that has begun, days without a request included; cost NULL: no request of the day has a price.
CREATE OR REPLACE TABLE derived.history_day AS
WITH used AS (
  SELECT
    calendar.day_no,
    sum(cost_usd) AS cost_usd,
    count(*) AS requests,
    count(DISTINCT session_id) AS sessions,
    sum(input_tokens + output_tokens + cache_creation_tokens) AS effective_tokens,
    sum(output_tokens) AS output_tokens,
    count(*) FILTER (WHERE cost_usd IS NULL) AS unpriced_requests,
    bool_or(is_incomplete OR cost_usd IS NULL) AS is_lower_bound
  FROM request_cost
  CROSS JOIN period
  -- By the UTC day first: only what is equal joins fast.
  JOIN (SELECT *, unnest(range(start_ms // 86400000, (end_ms - 1) // 86400000 + 1)) AS utc_no FROM calendar) AS calendar
    ON started_ms // 86400000 = utc_no AND started_ms >= calendar.start_ms AND started_ms < calendar.end_ms
  WHERE started_ms < as_of_ms
  GROUP BY calendar.day_no
)
SELECT
  calendar.*,
  CASE WHEN used.requests IS NULL THEN 0 ELSE used.cost_usd END AS cost_usd,
  coalesce(used.requests, 0) AS requests,
  coalesce(used.sessions, 0) AS sessions,
  coalesce(used.effective_tokens, 0) AS effective_tokens,
  coalesce(used.output_tokens, 0) AS output_tokens,
  coalesce(used.unpriced_requests, 0) AS unpriced_requests,
  coalesce(used.is_lower_bound, false) AS is_lower_bound
FROM calendar
JOIN period ON calendar.start_ms < as_of_ms
LEFT JOIN used USING (day_no);
