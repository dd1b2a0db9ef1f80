-- One row per class of error and tool, most errors first, and one for the period (is_total).
WITH failed AS (
  SELECT tool, CASE WHEN outcome = 'denied_hook' THEN 'hook_blocked' ELSE coalesce(error_class, 'other') END AS class
  FROM period_tool_call
  WHERE outcome IN ('error', 'invalid', 'denied_hook') AND NOT is_dialogue
)
SELECT
  GROUPING(class) = 1 AS is_total,
  class,
  CASE WHEN class = 'command_failed' THEN 'command' ELSE 'malfunction' END AS kind,
  tool,
  count(*) AS errors,
  count(*) / nullif(max(count(*)) OVER (), 0) AS share,
  count(*) AS value
FROM failed
GROUP BY GROUPING SETS ((), (class, tool))
ORDER BY is_total DESC, errors DESC, class, tool
