-- One row per local day of the period that has begun, and one for its last seven whole days (is_total).
WITH active AS (
  SELECT day_no, sum(least(to_ms, end_ms, as_of_ms) - greatest(from_ms, start_ms)) / 1000 AS active_s
  FROM calendar, active_stretch, (SELECT start_ms AS period_ms, as_of_ms FROM period)
  WHERE end_ms > period_ms AND from_ms < end_ms AND from_ms < as_of_ms AND to_ms > start_ms
  GROUP BY day_no
), compared AS (
  SELECT
    day_no,
    day,
    weekday,
    is_over,
    requests,
    history_day.end_ms > period.start_ms AS in_period,
    usd(cost_usd) AS cost_usd,
    usd(lag(cost_usd) OVER by_day) AS before_usd,
    usd(lag(cost_usd, 7) OVER by_day) AS week_before_usd,
    CASE WHEN is_over AND count(cost_usd) OVER week = 7 THEN usd(sum(cost_usd) OVER week) / 7 END AS rolling_7_usd,
    bool_or(is_lower_bound) OVER week AS is_week_lower_bound
  FROM history_day, period, (SELECT min(day_no) AS first_no FROM history_day WHERE requests > 0)
  -- From the first day with a request: before it nothing is known.
  WHERE day_no >= first_no
  WINDOW by_day AS (ORDER BY day_no), week AS (ORDER BY day_no ROWS 6 PRECEDING)
), shown AS (
  SELECT compared.*, coalesce(active_s, 0) AS active_s
  FROM compared
  LEFT JOIN active USING (day_no)
  WHERE in_period
)
SELECT
  true AS is_total, NULL AS day, NULL AS weekday, NULL AS cost_usd, NULL AS change, NULL AS same_weekday_change, NULL AS rolling_7_usd,
  NULL AS requests, NULL AS active_s, NULL AS is_active, NULL AS is_over, NULL AS level,
  -- Null where the last whole day ends no known week: an older one would pass for it.
  arg_max_null(rolling_7_usd, day_no) FILTER (WHERE is_over) AS value,
  arg_max(is_week_lower_bound AND rolling_7_usd IS NOT NULL, day_no) FILTER (WHERE is_over) AS lower_bound
FROM shown
UNION ALL
SELECT
  false,
  day,
  weekday,
  cost_usd,
  -- Part of a day is not compared with a whole one.
  CASE WHEN is_over THEN (cost_usd - before_usd) / nullif(before_usd, 0) END,
  CASE WHEN is_over THEN (cost_usd - week_before_usd) / nullif(week_before_usd, 0) END,
  rolling_7_usd,
  requests,
  active_s,
  requests > 0,
  is_over,
  level_of(cost_usd, max(cost_usd) OVER ()),
  NULL,
  NULL
FROM shown
ORDER BY is_total DESC, day
