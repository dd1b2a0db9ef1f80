-- One row per local day of the period with a request, and one for the period (day NULL): what the rules need beside other metrics.
WITH past AS (
  SELECT
    day,
    avg(cost_usd) OVER before AS mean_usd,
    count(cost_usd) OVER before AS days_before
  -- A day with unpriced requests costs an unknown amount more: no mean holds it.
  FROM (SELECT day, day_no, CASE WHEN unpriced_requests = 0 THEN CAST(cost_usd AS DOUBLE) END AS cost_usd FROM history_day)
  WHERE day_no >= (SELECT min(day_no) FROM history_day WHERE requests > 0)
  WINDOW before AS (ORDER BY day_no ROWS BETWEEN 30 PRECEDING AND 1 PRECEDING)
), rolling AS (
  SELECT
    request_key,
    session_id,
    day,
    cost_usd,
    sum(input_tokens + output_tokens + cache_creation_tokens) OVER (
      ORDER BY started_ms RANGE BETWEEN 179999 PRECEDING AND CURRENT ROW
    ) AS tokens_3min,
    -- Sessions lie far apart on one line of time: partitions would cost several times as much.
    sum(cost_usd) OVER (
      ORDER BY session_no * 10000000000000 + started_ms RANGE BETWEEN 3599999 PRECEDING AND CURRENT ROW
    ) AS session_hour_usd
  FROM period_request
  JOIN (SELECT session_id, row_number() OVER () AS session_no FROM period_session) AS numbered USING (session_id)
), by_day AS (
  SELECT
    day,
    usd(sum(cost_usd)) AS cost_usd,
    CAST(max(tokens_3min) AS DOUBLE) AS burst_tokens,
    usd(max(session_hour_usd)) AS hour_usd,
    arg_max(session_id, (session_hour_usd, request_key)) FILTER (WHERE session_hour_usd IS NOT NULL) AS hour_session
  FROM rolling
  GROUP BY day
)
SELECT
  by_day.*,
  past.mean_usd,
  past.days_before,
  NULL AS is_open,
  NULL AS day_count,
  NULL AS budget_usd,
  NULL AS elapsed_share,
  NULL AS elapsed_days,
  NULL AS tokens,
  NULL AS unpriced_tokens
FROM by_day
LEFT JOIN past USING (day)
UNION ALL BY NAME
SELECT
  any_value(period.is_open) AS is_open,
  any_value(period.day_count) AS day_count,
  any_value(period.budget_usd) AS budget_usd,
  any_value((period.as_of_ms - period.start_ms) / (period.end_ms - period.start_ms)) AS elapsed_share,
  any_value((period.as_of_ms - period.start_ms) / 86400000) AS elapsed_days,
  CAST(sum(context_tokens + output_tokens) AS DOUBLE) AS tokens,
  CAST(coalesce(sum(context_tokens + output_tokens) FILTER (WHERE cost_usd IS NULL), 0) AS DOUBLE) AS unpriced_tokens
FROM period_request, period
ORDER BY day NULLS FIRST
