-- One row per MCP server, most calls first, and one for the period (is_total). p95 needs 20 durations.
WITH counted AS (
  SELECT
    mcp_server AS server,
    count(*) AS calls,
    count(*) FILTER (WHERE outcome IN ('ok', 'error')) AS executed,
    count(*) FILTER (WHERE outcome = 'error') AS errors,
    CASE WHEN count(duration_ms) >= 20 THEN quantile_cont(duration_ms, 0.95) / 1000 END AS p95_s,
    count(DISTINCT session_id) AS sessions,
    max(day) AS last_day
  FROM period_tool_call
  WHERE mcp_server IS NOT NULL
  GROUP BY mcp_server
)
SELECT true AS is_total, count(mcp_server) AS value FROM period_tool_call
UNION ALL BY NAME
SELECT
  false AS is_total,
  *,
  errors / nullif(executed, 0) AS error_rate,
  wilson_low(errors, executed) AS error_rate_low,
  wilson_high(errors, executed) AS error_rate_high
FROM counted
ORDER BY is_total DESC, calls DESC, server
