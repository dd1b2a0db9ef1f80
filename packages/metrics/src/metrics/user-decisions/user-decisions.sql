-- One row per permission mode, one per edit tool, and one for the period (is_total).
WITH decided AS (
  SELECT tool, outcome, coalesce(permission_mode, 'unknown') AS permission_mode
  FROM period_tool_call
  WHERE tool IN ('Edit', 'Write', 'MultiEdit', 'NotebookEdit')
)
SELECT true AS is_total, count(*) FILTER (WHERE outcome = 'rejected') / nullif(count(*), 0) AS value FROM decided
UNION ALL BY NAME
SELECT
  false AS is_total,
  permission_mode,
  tool,
  count(*) AS calls,
  count(*) FILTER (WHERE outcome IN ('ok', 'error')) AS executed,
  count(*) FILTER (WHERE outcome = 'rejected') AS rejected,
  count(*) FILTER (WHERE outcome = 'denied_rule') AS denied_rule,
  count(*) FILTER (WHERE outcome = 'denied_auto') AS denied_classifier,
  count(*) FILTER (WHERE outcome = 'denied_hook') AS denied_hook,
  rejected / calls AS rejection_rate,
  CASE WHEN permission_mode IN ('default', 'manual', 'plan') THEN 1 - rejected / nullif(executed + rejected, 0) END
    AS implied_accept
FROM decided
GROUP BY GROUPING SETS ((permission_mode), (tool))
ORDER BY is_total DESC, permission_mode NULLS LAST, calls DESC, tool
