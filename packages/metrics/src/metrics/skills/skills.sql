-- One row per skill, plugin and MCP server, largest cost first, and one for the period (is_total).
WITH attributed AS (
  SELECT
    request_key,
    arg_min(attribution_skill, line_no) AS skill,
    arg_min(attribution_plugin, line_no) AS plugin,
    arg_min(attribution_mcp_server, line_no) AS mcp_server
  FROM (
    SELECT file_id, line, part, attribution_skill, attribution_plugin, attribution_mcp_server
    FROM raw_usage_line
    WHERE coalesce(attribution_skill, attribution_plugin, attribution_mcp_server) IS NOT NULL
  )
  JOIN usage_line USING (file_id, line, part)
  WHERE is_counted
  GROUP BY request_key
), tool AS (
  SELECT request_key, count(*) AS executed, count(*) FILTER (WHERE outcome = 'error') AS errors
  FROM period_tool_call
  WHERE outcome IN ('ok', 'error') AND NOT is_dialogue
  GROUP BY request_key
), caused AS (
  SELECT session_id, cost_usd, is_incomplete, skill, plugin, mcp_server, tool.executed, tool.errors
  FROM attributed
  JOIN period_request USING (request_key)
  LEFT JOIN tool USING (request_key)
), grouped AS (
  SELECT
    kind,
    CASE kind WHEN 'skill' THEN skill WHEN 'plugin' THEN plugin ELSE mcp_server END AS name,
    count(*) AS requests,
    count(DISTINCT session_id) AS sessions,
    usd(sum(cost_usd)) AS cost_usd,
    coalesce(sum(executed), 0)::BIGINT AS executed,
    coalesce(sum(errors), 0)::BIGINT AS errors
  FROM caused, (VALUES ('skill'), ('plugin'), ('mcp_server')) AS of_kind (kind)
  GROUP BY ALL
), everything AS (
  SELECT usd(sum(cost_usd)) AS all_usd FROM period_request
)
SELECT
  true AS is_total,
  -- Without a priced request at all nothing is known, not even that it is 0.
  CASE WHEN count(*) = 0 THEN 0 * (SELECT all_usd FROM everything) ELSE usd(sum(cost_usd)) END AS value,
  coalesce(bool_or(is_incomplete OR cost_usd IS NULL), false) AS lower_bound
FROM caused
UNION ALL BY NAME
SELECT
  false AS is_total,
  kind,
  name,
  requests,
  sessions,
  cost_usd,
  cost_usd / nullif(all_usd, 0) AS share,
  executed,
  errors,
  errors / nullif(executed, 0) AS error_rate,
  wilson_low(errors, executed) AS error_rate_low,
  wilson_high(errors, executed) AS error_rate_high
FROM grouped, everything
WHERE name IS NOT NULL
ORDER BY is_total DESC, cost_usd DESC NULLS LAST, requests DESC, kind, name
