-- One row per local day from 56 days before the period on, and per such day one per session and model, one per tool, one per error code.
WITH past AS MATERIALIZED (
  SELECT lived.*, least(lived.end_ms, period.as_of_ms) AS to_ms, lived.end_ms > period.start_ms AS in_period
  FROM (FROM history_day QUALIFY max(requests) OVER (ORDER BY day_no) > 0) AS lived, period
  -- A day more than 56, because some have 25 hours.
  WHERE lived.end_ms > period.start_ms - 57 * 86400000::BIGINT
), used AS MATERIALIZED (
  SELECT
    past.day_no,
    request.request_key,
    request.session_id,
    request.model,
    request.cost_usd,
    request.input_tokens + request.output_tokens + request.cache_creation_tokens AS effective_tokens
  FROM request_cost AS request
  ASOF JOIN past ON request.started_ms >= past.start_ms
  WHERE request.started_ms < past.to_ms
), called AS MATERIALIZED (
  SELECT past.day_no, call.request_key, call.tool, call.duration_ms, call.outcome, call.is_dialogue
  FROM tool_call AS call
  ASOF JOIN past ON call.time_ms >= past.start_ms
  WHERE call.time_ms < past.to_ms
), failed AS MATERIALIZED (
  SELECT past.day_no, failure.code, count(*) AS failures
  FROM api_error AS failure
  ASOF JOIN past ON failure.time_ms >= past.start_ms
  WHERE failure.kind = 'failure' AND failure.time_ms < past.to_ms
  GROUP BY ALL
), by_call AS (
  SELECT
    day_no,
    quantile_cont(duration_ms, 0.95) / 1000 AS tool_p95_s,
    count(duration_ms) AS timed_calls,
    count(*) FILTER (WHERE outcome = 'error') AS tool_errors,
    count(*) FILTER (WHERE outcome IN ('ok', 'error')) AS executed_calls
  FROM called
  WHERE NOT is_dialogue
  GROUP BY day_no
), failures AS (
  SELECT day_no, sum(failures)::BIGINT AS failures FROM failed GROUP BY day_no
), shared AS (
  -- A request's cost is split evenly over the tools it called.
  SELECT request_key, CAST(any_value(used.cost_usd) / count(*) AS DECIMAL(38, 16)) AS cost_usd
  FROM called
  JOIN used USING (request_key)
  GROUP BY request_key
)
SELECT
  NULL AS kind,
  past.day_no,
  past.day,
  past.is_weekend,
  past.in_period,
  usd(past.cost_usd) AS cost_usd,
  past.unpriced_requests,
  CAST(past.effective_tokens AS DOUBLE) AS effective_tokens,
  by_call.tool_p95_s,
  by_call.timed_calls,
  by_call.tool_errors,
  by_call.executed_calls,
  wilson_low(by_call.tool_errors, by_call.executed_calls) AS tool_error_low,
  coalesce(failures.failures, 0) AS failures,
  past.requests + coalesce(failures.failures, 0) AS attempts,
  wilson_low(coalesce(failures.failures, 0), past.requests + coalesce(failures.failures, 0)) AS failure_low,
  NULL AS session_id,
  NULL AS project,
  NULL AS name,
  NULL AS tool_s
FROM past
LEFT JOIN by_call USING (day_no)
LEFT JOIN failures USING (day_no)
UNION ALL BY NAME
SELECT
  'usage' AS kind,
  used.day_no,
  used.session_id,
  any_value(session_project.project) AS project,
  coalesce(used.model, 'unknown') AS name,
  usd(sum(used.cost_usd)) AS cost_usd,
  CAST(sum(used.effective_tokens) AS DOUBLE) AS effective_tokens
FROM used
JOIN session_project ON session_project.session_id = used.session_id
GROUP BY used.day_no, used.session_id, used.model
UNION ALL BY NAME
SELECT
  'tool' AS kind,
  called.day_no,
  called.tool AS name,
  usd(sum(shared.cost_usd)) AS cost_usd,
  sum(called.duration_ms) / 1000 AS tool_s,
  count(*) FILTER (WHERE called.outcome = 'error' AND NOT called.is_dialogue) AS tool_errors
FROM called
LEFT JOIN shared USING (request_key)
GROUP BY called.day_no, called.tool
UNION ALL BY NAME
SELECT 'code' AS kind, day_no, code AS name, failures FROM failed
ORDER BY kind NULLS FIRST, day_no, session_id, name
