-- One row per local day of the period, cumulative, and one for the period (is_total).
WITH so_far AS (
  SELECT sum(cost_usd) AS cost_usd, bool_or(is_incomplete OR cost_usd IS NULL) AS is_lower_bound FROM period_request
), flat AS (
  SELECT
    CASE WHEN is_open AND day_count > 1 AND kind <> 'last-hours' THEN usd(so_far.cost_usd) / day_number END AS per_day,
    so_far.is_lower_bound,
    period.*
  FROM period, so_far
), by_day AS (
  SELECT
    row_number() OVER (ORDER BY day.start_ms) AS day_no,
    any_value(day.day) AS day,
    sum(sum(coalesce(period_request.cost_usd, 0))) OVER (ORDER BY day.start_ms) AS actual_usd
  FROM day
  LEFT JOIN period_request ON period_request.day = day.day
  WHERE day.in_period
  GROUP BY day.start_ms
)
SELECT
  true AS is_total, 0 AS day_no, NULL AS day, NULL AS actual_usd, NULL AS projected_usd,
  per_day * day_count AS value,
  per_day IS NOT NULL AND is_lower_bound AS lower_bound
FROM flat
UNION ALL
SELECT
  false,
  day_no,
  day,
  CASE WHEN day_no <= day_number THEN usd(actual_usd) END,
  CASE WHEN day_no >= day_number THEN per_day * day_no END,
  NULL,
  NULL
FROM by_day, flat
ORDER BY is_total DESC, day_no
