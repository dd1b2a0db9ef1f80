-- One row: what the period's totals leave out.
SELECT
  (SELECT count(*) FROM request, period WHERE started_ms >= now_ms) AS future_requests,
  count(*) FILTER (WHERE is_incomplete) AS incomplete_output_requests,
  count(*) FILTER (WHERE cost_usd IS NULL) AS unpriced_requests
FROM period_request
