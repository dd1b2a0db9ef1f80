-- One row per MCP server, most calls first, and one for the period (is_total). p95 needs 20 durations.
SELECT
  GROUPING(mcp_server) = 1 AS is_total,
  mcp_server AS server,
  count(*) AS calls,
  count(*) FILTER (WHERE outcome IN ('ok', 'error')) AS executed,
  count(*) FILTER (WHERE outcome = 'error') AS errors,
  errors / nullif(executed, 0) AS error_rate,
  wilson_low(errors, executed) AS error_rate_low,
  wilson_high(errors, executed) AS error_rate_high,
  CASE WHEN count(duration_ms) >= 20 THEN quantile_cont(duration_ms, 0.95) / 1000 END AS p95_s,
  count(DISTINCT session_id) AS sessions,
  max(day) AS last_day,
  count(*) AS value
FROM period_tool_call
WHERE mcp_server IS NOT NULL
GROUP BY GROUPING SETS ((), (mcp_server))
ORDER BY is_total DESC, calls DESC, server
