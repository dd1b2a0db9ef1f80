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
    greatest(0, carry_share - 0.20) * usd AS carry_excess_usd,
    greatest(0, avoidable_share - 0.02) * usd AS avoidable_excess_usd,
    CASE WHEN tool_error_rate IS NOT NULL THEN coalesce(failed_usd, 0) END AS errors_usd,
    usd - 3 * CAST(plain_output_usd AS DOUBLE) - carry_excess_usd - avoidable_excess_usd - coalesce(errors_usd, 0) AS other_usd
  FROM period_session
  LEFT JOIN failed_cost USING (session_id)
  WHERE score IS NOT NULL
), deduction AS (
  SELECT session_id, 'carried history' AS deduction, 30 * (100 - carry_score) / weight AS points, carry_excess_usd AS deduction_usd FROM graded
  UNION ALL
  SELECT session_id, 'avoidable cache misses', 25 * (100 - avoidable_score) / weight, avoidable_excess_usd FROM graded
  UNION ALL
  SELECT session_id, 'tool errors', 20 * (100 - error_score) / weight, errors_usd FROM graded
  UNION ALL
  SELECT session_id, 'interruptions and rejections', 10 * (100 - stop_score) / weight, NULL FROM graded
  UNION ALL
  SELECT session_id, 'cost per output', 15 * (100 - output_score) / weight, greatest(0, other_usd) FROM graded
), ranked AS (
  SELECT deduction.*, graded.usd, row_number() OVER (
    PARTITION BY session_id ORDER BY deduction_usd DESC NULLS LAST, points DESC, deduction
  ) AS place
  FROM deduction
  JOIN (SELECT session_id, usd FROM graded) AS graded USING (session_id)
  WHERE points > 0
)
SELECT
  true AS is_total,
  0 AS place,
  NULL AS session_id,
  NULL AS deduction,
  NULL AS points,
  NULL AS cost_usd,
  NULL AS session_usd,
  CASE WHEN EXISTS (FROM graded) THEN coalesce(sum(deduction_usd ORDER BY session_id), 0) END AS value
FROM ranked
WHERE place = 1
UNION ALL
SELECT false, place, session_id, deduction, points, deduction_usd, usd, NULL
FROM ranked
WHERE place <= 2
ORDER BY is_total DESC, session_usd DESC, session_id, place
