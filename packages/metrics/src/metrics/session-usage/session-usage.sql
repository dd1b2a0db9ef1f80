-- One row per session with a request in the period, largest cost first, and one for the period (is_total).
SELECT
  true AS is_total, NULL AS session_id, NULL AS project, NULL AS branch, NULL AS model, NULL AS started_at, NULL AS ended_at,
  NULL AS requests, NULL AS prompts, NULL AS input_tokens, NULL AS output_tokens, NULL AS cache_creation_tokens,
  NULL AS cache_read_tokens, NULL AS cost_usd, NULL AS own_cost_usd, NULL AS premium_usd, NULL AS cache_hit_rate,
  NULL AS context_peak_tokens, NULL AS context_growth, NULL AS compactions, NULL AS tool_calls, NULL AS tool_errors,
  NULL AS active_s, NULL AS subagents, NULL AS inherited_requests, NULL AS score, NULL AS grade, NULL AS grade_crux,
  NULL AS lower_bound, NULL AS is_active, NULL AS exact_cost, count(*) AS value
FROM period_session
UNION ALL
SELECT
  false, session_id, project, branch, model, started_ms, ended_ms,
  requests, prompts, CAST(input_tokens AS DOUBLE), CAST(output_tokens AS DOUBLE), CAST(cache_creation_tokens AS DOUBLE),
  CAST(cache_read_tokens AS DOUBLE), usd(cost_usd), usd(own_cost_usd), usd(premium_usd),
  cache_read_tokens / nullif(cache_read_tokens + cache_creation_tokens + input_tokens, 0),
  context_peak_tokens, context_growth, compactions, tool_calls, tool_errors,
  active_s, subagents, inherited_requests, score, grade, grade_crux,
  incomplete_requests > 0 OR unpriced_requests > 0, ended_ms > now_ms - 30 * 60000, cost_usd, NULL
FROM period_session, (SELECT now_ms FROM period)
ORDER BY is_total DESC, exact_cost DESC NULLS LAST, session_id
