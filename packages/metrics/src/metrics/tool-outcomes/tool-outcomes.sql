-- One row per outcome, most calls first, and one for the period (is_total).
SELECT
  GROUPING(outcome) = 1 AS is_total,
  outcome,
  count(*) AS calls,
  count(*) / nullif(max(count(*)) OVER (), 0) AS share,
  count(*) AS value
FROM period_tool_call
GROUP BY GROUPING SETS ((), (outcome))
ORDER BY is_total DESC, calls DESC, outcome
