-- One row per session whose context filled most of the window, the fullest 20, and one for the period (is_total).
WITH ranked AS (
  SELECT *, row_number() OVER (ORDER BY context_fill DESC, session_id) AS place
  FROM period_session
  WHERE context_fill > 0.85
)
SELECT
  true AS is_total,
  0 AS place,
  NULL AS session_id,
  NULL AS context_peak_tokens,
  NULL AS window_tokens,
  NULL AS context_fill,
  NULL AS cost_usd,
  count(*) FILTER (WHERE context_fill > 0.85) AS value
FROM period_session
UNION ALL
SELECT false, place, session_id, context_peak_tokens, window_tokens, context_fill, usd(cost_usd), NULL
FROM ranked
WHERE place <= 20
ORDER BY is_total DESC, place
