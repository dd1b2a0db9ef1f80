-- One row per skill, plugin and MCP server, largest cost first, and one for the period (is_total).
WITH line AS (
  SELECT file_id, line, part, attribution_skill, attribution_plugin, attribution_mcp_server
  FROM raw_usage_line
  WHERE coalesce(attribution_skill, attribution_plugin, attribution_mcp_server) IS NOT NULL
), attributed AS (
  SELECT
    request_key,
    arg_min(attribution_skill, line_no) AS skill,
    arg_min(attribution_plugin, line_no) AS plugin,
    arg_min(attribution_mcp_server, line_no) AS mcp_server
  FROM line
  JOIN usage_line USING (file_id, line, part)
  WHERE is_counted
  GROUP BY request_key
), tool AS (
  SELECT request_key, count(*) AS executed, count(*) FILTER (WHERE outcome = 'error') AS errors
  FROM period_tool_call
  JOIN (SELECT request_key FROM attributed) AS attributed_key USING (request_key)
  WHERE outcome IN ('ok', 'error') AND NOT is_dialogue
  GROUP BY request_key
), caused AS (
  SELECT
    session_id, cost_usd, is_incomplete, skill, plugin, mcp_server,
    coalesce(tool.executed, 0) AS executed, coalesce(tool.errors, 0) AS errors
  FROM attributed
  JOIN period_request USING (request_key)
  LEFT JOIN tool USING (request_key)
), named AS (
  SELECT 'skill' AS kind, skill AS name, session_id, cost_usd, executed, errors FROM caused WHERE skill IS NOT NULL
  UNION ALL
  SELECT 'plugin', plugin, session_id, cost_usd, executed, errors FROM caused WHERE plugin IS NOT NULL
  UNION ALL
  SELECT 'mcp_server', mcp_server, session_id, cost_usd, executed, errors FROM caused WHERE mcp_server IS NOT NULL
), grouped AS (
  SELECT
    kind,
    name,
    count(*) AS requests,
    count(DISTINCT session_id) AS sessions,
    usd(sum(cost_usd)) AS cost_usd,
    sum(executed)::BIGINT AS executed,
    sum(errors)::BIGINT AS errors
  FROM named
  GROUP BY kind, name
), everything AS (
  SELECT usd(sum(cost_usd)) AS all_usd FROM period_request
)
SELECT
  true AS is_total,
  NULL AS kind,
  NULL AS name,
  NULL AS requests,
  NULL AS sessions,
  NULL AS cost_usd,
  NULL AS share,
  NULL AS executed,
  NULL AS errors,
  NULL AS error_rate,
  NULL AS error_rate_low,
  NULL AS error_rate_high,
  -- Without a priced request at all nothing is known, not even that it is 0.
  CASE WHEN count(*) = 0 THEN 0 * (SELECT all_usd FROM everything) ELSE usd(sum(cost_usd)) END AS value,
  coalesce(bool_or(is_incomplete OR cost_usd IS NULL), false) AS lower_bound
FROM caused
UNION ALL
SELECT
  false,
  kind,
  name,
  requests,
  sessions,
  cost_usd,
  cost_usd / nullif((SELECT all_usd FROM everything), 0),
  executed,
  errors,
  errors / nullif(executed, 0),
  wilson_low(errors, executed),
  wilson_high(errors, executed),
  NULL,
  NULL
FROM grouped
ORDER BY is_total DESC, cost_usd DESC NULLS LAST, requests DESC, kind, name
