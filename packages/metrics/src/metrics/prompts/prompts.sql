-- One row per kind of prompt, and one for the period (is_total).
SELECT
  GROUPING(kind) = 1 AS is_total,
  kind,
  count(*) AS prompts,
  count(*) FILTER (WHERE is_human) AS value
FROM period_prompt
GROUP BY GROUPING SETS ((), (kind))
ORDER BY is_total DESC, prompts DESC, kind
