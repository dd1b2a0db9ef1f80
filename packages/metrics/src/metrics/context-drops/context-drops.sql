-- One row per kind of drop, and one for the period (is_total).
SELECT
  GROUPING(reset) = 1 AS is_total,
  reset AS kind,
  count(*) AS drops,
  median(previous_context) AS tokens_before,
  CAST(sum(previous_context - context_tokens) AS DOUBLE) AS tokens_shed,
  count(*) AS value
FROM period_thread_step
WHERE reset IN ('trim', 'inferred')
GROUP BY GROUPING SETS ((), (reset))
ORDER BY is_total DESC, drops DESC, kind
