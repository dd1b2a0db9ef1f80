-- One row per tool, most calls first, and one for the period (is_total). p95 needs 20 durations.
SELECT
  GROUPING(tool) = 1 AS is_total,
  tool,
  count(*) AS calls,
  count(*) FILTER (WHERE outcome = 'ok') AS ok,
  count(*) FILTER (WHERE outcome = 'error') AS errors,
  count(*) FILTER (WHERE outcome = 'rejected') AS rejected,
  count(*) FILTER (WHERE outcome LIKE 'denied%') AS denied,
  count(*) FILTER (WHERE outcome = 'interrupted') AS interrupted,
  count(*) FILTER (WHERE outcome = 'cancelled') AS cancelled,
  count(*) FILTER (WHERE outcome = 'invalid') AS invalid,
  count(*) FILTER (WHERE outcome = 'pending') AS pending,
  count(*) FILTER (WHERE outcome IN ('ok', 'error') AND NOT is_dialogue) AS executed,
  count(*) FILTER (WHERE outcome = 'error' AND NOT is_dialogue) AS failed,
  failed / nullif(executed, 0) AS error_rate,
  wilson_low(failed, executed) AS error_rate_low,
  wilson_high(failed, executed) AS error_rate_high,
  median(duration_ms) / 1000 AS p50_s,
  CASE WHEN count(duration_ms) >= 20 THEN quantile_cont(duration_ms, 0.95) / 1000 END AS p95_s,
  count(*) AS value
FROM period_tool_call
GROUP BY GROUPING SETS ((), (tool))
ORDER BY is_total DESC, calls DESC, tool
