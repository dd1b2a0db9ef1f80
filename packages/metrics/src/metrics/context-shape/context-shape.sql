-- One row per statistic of a main thread, and one for the period (is_total).
WITH statistic AS (
  UNPIVOT (
    SELECT context_growth AS mean_growth, context_end_growth AS end_growth, context_peak_growth AS peak_growth, context_fill AS peak_fill
    FROM period_session
  )
  ON mean_growth, end_growth, peak_growth, peak_fill
  INTO NAME statistic VALUE figure
)
SELECT
  true AS is_total,
  NULL AS statistic,
  NULL AS sessions,
  NULL AS median,
  NULL AS p90,
  (SELECT median(context_peak_growth) FROM period_session) AS value
UNION ALL
SELECT false, statistic, count(*), median(figure), quantile_cont(figure, 0.9), NULL
FROM statistic
GROUP BY statistic
ORDER BY is_total DESC, statistic
