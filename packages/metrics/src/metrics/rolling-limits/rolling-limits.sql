-- One row per stretch whose use counts: the windows up to now (now), before each notice of a limit (notice), each block that is over (block),
-- and the most that any window of the period held (peak). Windows are 5 or 168 hours long.
WITH event AS (
  SELECT started_ms AS time_ms, 0 AS prompts, 1 AS requests, cost_usd, input_equivalents
  FROM request_cost
  WHERE started_ms < (SELECT as_of_ms FROM period)
  UNION ALL
  SELECT time_ms, 1, 0, NULL, NULL FROM prompt WHERE is_human AND time_ms < (SELECT as_of_ms FROM period)
), change AS (
  -- The sum of a window changes where an event enters and where it leaves: first, as a window does not hold its start.
  SELECT true AS enters, hours, event.*
  FROM event, (VALUES (5), (168)) AS length (hours)
  WHERE time_ms >= (SELECT start_ms FROM period) - hours * 3600000
  UNION ALL
  SELECT false, hours, time_ms + hours * 3600000, -prompts, -requests, -cost_usd, -input_equivalents
  FROM event, (VALUES (5), (168)) AS length (hours)
  WHERE time_ms >= (SELECT start_ms FROM period) - hours * 3600000 AND time_ms < (SELECT as_of_ms FROM period) - hours * 3600000
  UNION ALL
  -- The window that ends as the period starts belongs to it, though nothing changes then.
  SELECT true, hours, start_ms, 0, 0, NULL, NULL FROM period, (VALUES (5), (168)) AS length (hours)
), rolling AS (
  SELECT
    hours,
    time_ms,
    sum(prompts) OVER so_far AS prompts,
    sum(requests) OVER so_far AS requests,
    sum(cost_usd) OVER so_far AS cost_usd,
    sum(input_equivalents) OVER so_far AS input_equivalents
  FROM change
  WINDOW so_far AS (PARTITION BY hours ORDER BY time_ms, enters ROWS UNBOUNDED PRECEDING)
), most AS (
  SELECT
    hours,
    max(prompts) AS prompts,
    max(requests) AS requests,
    max(cost_usd) AS cost_usd,
    max(input_equivalents) AS input_equivalents
  FROM rolling
  WHERE time_ms >= (SELECT start_ms FROM period)
  GROUP BY hours
), span AS (
  SELECT 'now' AS kind, hours, as_of_ms - hours * 3600000 AS from_ms, as_of_ms AS to_ms, NULL AS resets_ms
  FROM period, (VALUES (5), (168)) AS length (hours)
  UNION ALL
  -- A reset further than five hours away is that of a week.
  SELECT
    'notice',
    CASE WHEN resets_ms > time_ms + 5 * 3600000 THEN 168 ELSE 5 END AS hours,
    time_ms - hours * 3600000,
    time_ms,
    resets_ms
  FROM api_error
  WHERE resets_ms IS NOT NULL AND time_ms < (SELECT as_of_ms FROM period)
  UNION ALL
  SELECT 'block', 5, start_ms - 1, end_ms, NULL FROM usage_block WHERE end_ms <= (SELECT as_of_ms FROM period)
), used AS (
  SELECT
    kind,
    hours,
    to_ms,
    resets_ms,
    coalesce(sum(prompts), 0) AS prompts,
    coalesce(sum(requests), 0) AS requests,
    CASE WHEN coalesce(sum(requests), 0) = 0 THEN 0 ELSE sum(cost_usd) END AS cost_usd,
    CASE WHEN coalesce(sum(requests), 0) = 0 THEN 0 ELSE sum(input_equivalents) END AS input_equivalents
  FROM span
  LEFT JOIN event ON time_ms > from_ms AND time_ms <= to_ms
  GROUP BY kind, hours, to_ms, resets_ms
)
SELECT
  kind,
  hours,
  to_ms,
  resets_ms,
  prompts,
  requests,
  usd(cost_usd) AS cost_usd,
  usd(input_equivalents) AS input_equivalents,
  NULL AS prompts_at,
  NULL AS requests_at,
  NULL AS cost_usd_at,
  NULL AS input_equivalents_at,
  NULL AS lower_bound,
  (SELECT plan_usd FROM period) AS plan_usd
FROM used
UNION ALL
SELECT
  'peak',
  hours,
  NULL,
  NULL,
  any_value(most.prompts),
  any_value(most.requests),
  usd(any_value(most.cost_usd)),
  usd(any_value(most.input_equivalents)),
  min(time_ms) FILTER (WHERE rolling.prompts = most.prompts),
  min(time_ms) FILTER (WHERE rolling.requests = most.requests),
  min(time_ms) FILTER (WHERE rolling.cost_usd = most.cost_usd),
  min(time_ms) FILTER (WHERE rolling.input_equivalents = most.input_equivalents),
  (SELECT bool_or(is_incomplete OR cost_usd IS NULL) FROM period_request),
  NULL
FROM rolling
JOIN most USING (hours)
WHERE time_ms >= (SELECT start_ms FROM period)
GROUP BY hours
ORDER BY kind, hours, to_ms, resets_ms
