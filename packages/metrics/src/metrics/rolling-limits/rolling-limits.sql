-- One row per stretch whose use counts: the windows up to now (now), before each notice of a limit (notice), each block that is over (block),
-- and the most that any window of the period held (peak). Windows are 5 or 168 hours long.
WITH event AS (
  SELECT started_ms AS time_ms, 0 AS prompts, 1 AS requests, cost_usd, input_equivalents
  FROM request_cost, period
  WHERE started_ms < as_of_ms
  UNION ALL
  SELECT time_ms, 1, 0, NULL, NULL FROM prompt, period WHERE is_human AND time_ms < as_of_ms
), so_far AS (
  SELECT
    time_ms,
    sum(prompts) OVER so_far AS prompts,
    sum(requests) OVER so_far AS requests,
    sum(cost_usd) OVER so_far AS cost_usd,
    count(cost_usd) OVER so_far AS priced,
    sum(input_equivalents) OVER so_far AS input_equivalents,
    count(input_equivalents) OVER so_far AS weighed
  FROM event
  WINDOW so_far AS (ORDER BY time_ms)
), length AS (
  SELECT period.*, hours FROM period, (VALUES (5), (168)) AS length (hours)
), stretch AS (
  SELECT 'now' AS kind, hours, as_of_ms - hours * 3600000 AS from_ms, as_of_ms AS to_ms, NULL AS resets_ms FROM length
  UNION ALL
  -- A reset further than five hours away is that of a week.
  SELECT
    'notice',
    CASE WHEN resets_ms > time_ms + 5 * 3600000 THEN 168 ELSE 5 END AS hours,
    time_ms - hours * 3600000,
    time_ms,
    resets_ms
  FROM api_error, period
  WHERE resets_ms IS NOT NULL AND time_ms < as_of_ms
  UNION ALL
  SELECT DISTINCT 'block', 5, usage_block.start_ms - 1, usage_block.end_ms, NULL
  FROM usage_block, period
  WHERE usage_block.end_ms <= as_of_ms
  UNION ALL
  -- Windows that end with an event; and the one that ends as the period starts, though nothing happens then.
  SELECT 'rolling', hours, time_ms - hours * 3600000, time_ms, NULL FROM so_far, length WHERE time_ms >= start_ms
  UNION ALL
  SELECT 'rolling', hours, start_ms - hours * 3600000, start_ms, NULL FROM length
), used AS (
  -- All that was used as the stretch ends, less all that was as it begins. It holds its end, not its start.
  SELECT
    kind,
    hours,
    to_ms,
    resets_ms,
    coalesce(ended.prompts, 0) - coalesce(begun.prompts, 0) AS prompts,
    coalesce(ended.requests, 0) - coalesce(begun.requests, 0) AS requests,
    CASE
      WHEN ended.priced > coalesce(begun.priced, 0) THEN ended.cost_usd - coalesce(begun.cost_usd, 0)
      WHEN coalesce(ended.requests, 0) = coalesce(begun.requests, 0) AND kind <> 'rolling' THEN 0
    END AS cost_usd,
    CASE
      WHEN ended.weighed > coalesce(begun.weighed, 0) THEN ended.input_equivalents - coalesce(begun.input_equivalents, 0)
      WHEN coalesce(ended.requests, 0) = coalesce(begun.requests, 0) AND kind <> 'rolling' THEN 0
    END AS input_equivalents
  FROM stretch
  ASOF LEFT JOIN so_far AS ended ON to_ms >= ended.time_ms
  ASOF LEFT JOIN so_far AS begun ON from_ms >= begun.time_ms
), most AS (
  SELECT
    hours,
    max(prompts) AS prompts,
    max(requests) AS requests,
    max(cost_usd) AS cost_usd,
    max(input_equivalents) AS input_equivalents
  FROM used
  WHERE kind = 'rolling'
  GROUP BY hours
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
WHERE kind <> 'rolling'
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
  min(to_ms) FILTER (WHERE used.prompts = most.prompts),
  min(to_ms) FILTER (WHERE used.requests = most.requests),
  min(to_ms) FILTER (WHERE used.cost_usd = most.cost_usd),
  min(to_ms) FILTER (WHERE used.input_equivalents = most.input_equivalents),
  (SELECT bool_or(is_incomplete OR cost_usd IS NULL) FROM period_request),
  NULL
FROM used
JOIN most USING (hours)
WHERE kind = 'rolling'
GROUP BY hours
ORDER BY kind, hours, to_ms, resets_ms
