-- One row per tool, most decided calls first, and one for the period (is_total).
WITH decided AS (
  SELECT
    tool,
    outcome IN ('ok', 'error') AS has_run,
    outcome,
    CASE
      WHEN permission_mode IN ('default', 'manual', 'plan') THEN true
      WHEN permission_mode = 'acceptEdits' THEN tool NOT IN ('Edit', 'Write', 'MultiEdit', 'NotebookEdit')
      WHEN permission_mode IN ('auto', 'bypassPermissions', 'dontAsk') THEN false
    END AS is_asking
  FROM period_tool_call
  WHERE NOT is_dialogue AND outcome IN ('ok', 'error', 'rejected', 'denied_rule', 'denied_auto', 'denied_hook')
)
SELECT true AS is_total, count(*) FILTER (WHERE outcome = 'rejected') / nullif(count(*), 0) AS value FROM decided
UNION ALL BY NAME
SELECT
  false AS is_total,
  tool,
  count(*) AS calls,
  count(*) FILTER (WHERE has_run AND NOT is_asking) AS ran_unasked,
  count(*) FILTER (WHERE has_run AND is_asking) AS ran_asking,
  count(*) FILTER (WHERE has_run AND is_asking IS NULL) AS ran_unknown,
  count(*) FILTER (WHERE outcome = 'rejected') AS rejected,
  count(*) FILTER (WHERE outcome = 'denied_rule') AS denied_rule,
  count(*) FILTER (WHERE outcome = 'denied_auto') AS denied_classifier,
  count(*) FILTER (WHERE outcome = 'denied_hook') AS denied_hook,
  rejected / calls AS rejection_rate
FROM decided
GROUP BY tool
ORDER BY is_total DESC, calls DESC, tool
