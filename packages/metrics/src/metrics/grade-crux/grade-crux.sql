-- One row per grade, and one for the period (is_total).
WITH letter (letter_no, grade) AS (VALUES (1, 'A'), (2, 'B'), (3, 'C'), (4, 'D'), (5, 'F'), (6, 'not graded'))
SELECT
  true AS is_total,
  0 AS letter_no,
  NULL AS grade,
  NULL AS sessions,
  NULL AS requests,
  NULL AS cost_usd,
  sum(crux_score * CAST(cost_usd AS DOUBLE) ORDER BY session_id) / nullif(sum(CAST(cost_usd AS DOUBLE) ORDER BY session_id), 0) AS value
FROM period_session
WHERE crux_score IS NOT NULL
UNION ALL
SELECT
  false,
  letter.letter_no,
  any_value(letter.grade),
  count(session_id),
  coalesce(sum(period_session.requests), 0)::BIGINT,
  CASE WHEN count(session_id) = count(session_id) FILTER (WHERE cost_usd IS NULL) AND count(session_id) > 0 THEN NULL
    ELSE usd(coalesce(sum(cost_usd), 0)) END,
  NULL
FROM letter
LEFT JOIN period_session ON coalesce(period_session.grade_crux, 'not graded') = letter.grade
GROUP BY letter.letter_no
ORDER BY is_total DESC, letter_no
