-- One row per local day from the first request, or the start of the period, to its end: what a projection knows of it.
CREATE OR REPLACE TABLE derived.projection_day AS
WITH today AS (
  SELECT day_no, as_of_ms - calendar.start_ms AS elapsed_ms FROM calendar, period
  WHERE calendar.start_ms < as_of_ms AND as_of_ms < calendar.end_ms
), seen AS (
  SELECT
    calendar.day_no,
    sum(cost_usd) FILTER (WHERE started_ms - calendar.start_ms >= (SELECT elapsed_ms FROM today)) AS rest_usd,
    min(started_ms) - any_value(calendar.start_ms) AS first_ms
  FROM (
    -- A projection looks back 91 days, so no more requests are read.
    SELECT started_ms, cost_usd FROM request_cost, period
    WHERE started_ms < as_of_ms AND started_ms >= as_of_ms - 93 * 86400000::BIGINT
  ) AS request_cost
  ASOF JOIN calendar ON request_cost.started_ms >= calendar.start_ms
  GROUP BY calendar.day_no
)
SELECT
  calendar.day_no,
  calendar.day,
  calendar.is_weekend,
  calendar.is_over,
  coalesce(calendar.day_no = (SELECT day_no FROM today), false) AS is_today,
  calendar.end_ms > period.start_ms AS in_period,
  -- NULL where none of the day's requests has a price, and for days to come.
  usd(history_day.cost_usd) AS usd,
  -- What the day cost from the present time of the day on, and whether it had begun by then.
  usd(coalesce(seen.rest_usd, 0)) AS rest_usd,
  coalesce(seen.first_ms < (SELECT elapsed_ms FROM today), false) AS had_begun,
  coalesce(history_day.is_lower_bound, false) AS is_lower_bound,
  -- The period's cost to the end of the day; NULL while all its requests are unpriced.
  CASE
    WHEN calendar.end_ms > period.start_ms
      AND history_day.requests IS NOT NULL
      AND (sum(requests) FILTER (WHERE calendar.end_ms > period.start_ms) OVER so_far = 0
        OR sum(requests - unpriced_requests) FILTER (WHERE calendar.end_ms > period.start_ms) OVER so_far > 0)
    THEN usd(sum(history_day.cost_usd) FILTER (WHERE calendar.end_ms > period.start_ms) OVER so_far)
  END AS actual_usd,
  period.is_open AND period.kind <> 'last-hours' AND (SELECT count(cost_usd) > 0 FROM period_request) AS is_projected,
  period.day_number,
  period.day_count,
  period.budget_usd,
  period.seed
FROM period, calendar
LEFT JOIN history_day USING (day_no)
LEFT JOIN seen USING (day_no)
WINDOW so_far AS (ORDER BY calendar.day_no);
