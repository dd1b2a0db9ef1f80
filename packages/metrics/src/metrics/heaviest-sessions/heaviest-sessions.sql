-- One row per session among the fifty costliest or the fifty deepest, and one for the period (is_total).
WITH ranked AS (
  SELECT
    CASE WHEN cost_usd IS NOT NULL THEN row_number() OVER by_cost END AS rank,
    CASE WHEN context_peak_tokens IS NOT NULL THEN row_number() OVER by_depth END AS depth_rank,
    session_id,
    project,
    cost_usd,
    CASE WHEN cost_usd IS NOT NULL THEN sum(cost_usd) OVER (by_cost ROWS UNBOUNDED PRECEDING) END AS cumulative_usd,
    sum(cost_usd) OVER () AS all_usd,
    context_peak_tokens,
    active_s
  FROM period_session
  WINDOW
    by_cost AS (ORDER BY cost_usd DESC NULLS LAST, session_id),
    by_depth AS (ORDER BY context_peak_tokens DESC NULLS LAST, session_id)
)
SELECT
  true AS is_total, 0 AS rank, NULL AS session_id, NULL AS project, NULL AS cost_usd, NULL AS share, NULL AS cumulative_share,
  NULL AS context_peak_tokens, NULL AS active_s, NULL AS depth_rank,
  usd(sum(cost_usd) FILTER (WHERE rank <= 10)) / nullif(usd(any_value(all_usd)), 0) AS value
FROM ranked
UNION ALL
SELECT
  false, rank, session_id, project, usd(cost_usd), usd(cost_usd) / nullif(usd(all_usd), 0), usd(cumulative_usd) / nullif(usd(all_usd), 0),
  context_peak_tokens, active_s, depth_rank, NULL
FROM ranked
WHERE rank <= 50 OR depth_rank <= 50
ORDER BY is_total DESC, rank NULLS LAST, depth_rank
