-- One row per local day from the first request on that has begun, days without a request included.
CREATE OR REPLACE TABLE derived.history_day AS
WITH used AS (
  SELECT
    calendar.day_no,
    sum(cost_usd) AS cost_usd,
    count(*) AS requests,
    count(DISTINCT session_id) AS sessions,
    sum(input_tokens + output_tokens + cache_creation_tokens) AS effective_tokens,
    sum(output_tokens) AS output_tokens,
    count(*) FILTER (WHERE cost_usd IS NULL) AS unpriced_requests
  FROM (SELECT * FROM request_cost WHERE started_ms < (SELECT as_of_ms FROM period)) AS request_cost
  ASOF JOIN calendar ON request_cost.started_ms >= calendar.start_ms
  GROUP BY calendar.day_no
)
SELECT
  calendar.*,
  coalesce(used.cost_usd, 0) AS cost_usd,
  coalesce(used.requests, 0) AS requests,
  coalesce(used.sessions, 0) AS sessions,
  coalesce(used.effective_tokens, 0) AS effective_tokens,
  coalesce(used.output_tokens, 0) AS output_tokens,
  coalesce(used.unpriced_requests, 0) AS unpriced_requests
FROM calendar
LEFT JOIN used USING (day_no)
WHERE calendar.start_ms < (SELECT as_of_ms FROM period);
