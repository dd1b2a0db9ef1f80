-- One row per tool, most calls first, and one for the period (is_total). p95 needs 20 durations.
WITH counted AS (
  SELECT
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
    count(duration_ms) AS timed,
    quantile_cont(duration_ms, [0.5, 0.95]) AS quantiles
  FROM period_tool_call
  GROUP BY tool
)
SELECT true AS is_total, count(*) AS value FROM period_tool_call
UNION ALL BY NAME
SELECT
  false AS is_total,
  * EXCLUDE (timed, quantiles),
  failed / nullif(executed, 0) AS error_rate,
  wilson_low(failed, executed) AS error_rate_low,
  wilson_high(failed, executed) AS error_rate_high,
  quantiles[1] / 1000 AS p50_s,
  CASE WHEN timed >= 20 THEN quantiles[2] / 1000 END AS p95_s
FROM counted
ORDER BY is_total DESC, calls DESC, tool
