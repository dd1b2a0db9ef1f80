-- One row per deduction of a graded session, its two largest in dollars, and one for the period (is_total).
WITH failed AS (
  -- Requests that did nothing but call tools that failed.
  SELECT request_key
  FROM period_tool_call
  WHERE request_key IS NOT NULL
  GROUP BY request_key
  HAVING bool_and(outcome = 'error' AND NOT is_dialogue)
), failed_cost AS (
  SELECT session_id, CAST(sum(cost_usd) AS DOUBLE) AS failed_usd
  FROM failed
  JOIN period_request USING (request_key)
  GROUP BY session_id
), graded AS (
  SELECT
    *,
    CAST(cost_usd AS DOUBLE) AS usd,
    greatest(0, carry_share - 0.20) * CAST(cost_usd AS DOUBLE) AS carry_excess_usd,
    greatest(0, avoidable_share - 0.02) * CAST(cost_usd AS DOUBLE) AS avoidable_excess_usd,
    CASE WHEN tool_error_rate IS NOT NULL THEN coalesce(failed_usd, 0) END AS errors_usd
  FROM period_session
  LEFT JOIN failed_cost USING (session_id)
  WHERE score IS NOT NULL
), deduction AS (
  SELECT
    session_id,
    usd,
    unnest([
      {deduction: 'carried history', points: 30 * (100 - carry_score) / weight, deduction_usd: carry_excess_usd},
      {deduction: 'avoidable cache misses', points: 25 * (100 - avoidable_score) / weight, deduction_usd: avoidable_excess_usd},
      {deduction: 'tool errors', points: 20 * (100 - error_score) / weight, deduction_usd: errors_usd},
      {deduction: 'interruptions and rejections', points: 10 * (100 - stop_score) / weight, deduction_usd: NULL},
      {
        deduction: 'cost per output',
        points: 15 * (100 - output_score) / weight,
        deduction_usd: greatest(
          0, usd - 3 * CAST(plain_output_usd AS DOUBLE) - carry_excess_usd - avoidable_excess_usd - coalesce(errors_usd, 0)
        )
      }
    ], recursive := true)
  FROM graded
), ranked AS (
  -- Partitions would cost more than the second function.
  SELECT *, row_number() OVER (ORDER BY session_id, deduction_usd DESC NULLS LAST, points DESC, deduction) - rank() OVER (ORDER BY session_id) + 1 AS place
  FROM deduction
  -- Less than half a point would be shown as none.
  WHERE points >= 0.5
)
SELECT
  true AS is_total,
  0 AS place,
  NULL AS session_id,
  NULL AS deduction,
  NULL AS points,
  NULL AS cost_usd,
  NULL AS session_usd,
  CASE WHEN EXISTS (FROM period_session WHERE score IS NOT NULL) THEN coalesce(sum(deduction_usd ORDER BY session_id), 0) END AS value
FROM ranked
WHERE place = 1
UNION ALL
SELECT false, place, session_id, deduction, points, deduction_usd, usd, NULL
FROM ranked
WHERE place <= 2
ORDER BY is_total DESC, session_usd DESC, session_id, place
