-- One row per stretch whose use counts: the windows up to now (now), before each notice of a limit (notice), each block that is over (block),
-- and the most that any window of the period held (peak). Windows are 5 or 168 hours long.
WITH event AS (
  SELECT started_ms AS time_ms, 0 AS prompts, 1 AS requests, cost_usd, input_equivalents FROM request_cost, period WHERE started_ms < as_of_ms
  UNION ALL
  SELECT time_ms, 1, 0, NULL, NULL FROM prompt, period WHERE is_human AND time_ms < as_of_ms
), so_far AS (
  SELECT
    time_ms,
    sum(prompts) OVER so_far AS prompts,
    sum(requests) OVER so_far AS requests,
    sum(cost_usd) OVER so_far AS cost_usd,
    sum(input_equivalents) OVER so_far AS input_equivalents,
    count(cost_usd) OVER so_far AS priced,
    count(input_equivalents) OVER so_far AS weighed
  FROM (
    SELECT event.* FROM event, period WHERE time_ms > start_ms - 168 * 3600000
    UNION ALL
    -- The window that ends as the period starts belongs to it, though nothing happens then.
    SELECT start_ms, 0, 0, NULL, NULL FROM period
  )
  WINDOW so_far AS (ORDER BY time_ms)
), rolling AS (
  -- What a window holds is all so far, less what was so far as it starts.
  SELECT
    hours,
    ended.time_ms,
    ended.prompts - coalesce(begun.prompts, 0) AS prompts,
    ended.requests - coalesce(begun.requests, 0) AS requests,
    CASE WHEN ended.priced > coalesce(begun.priced, 0) THEN ended.cost_usd - coalesce(begun.cost_usd, 0) END AS cost_usd,
    CASE WHEN ended.weighed > coalesce(begun.weighed, 0) THEN ended.input_equivalents - coalesce(begun.input_equivalents, 0) END AS input_equivalents
  FROM (SELECT so_far.*, hours, time_ms - hours * 3600000 AS from_ms FROM so_far, period, (VALUES (5), (168)) AS length (hours) WHERE time_ms >= start_ms) AS ended
  ASOF LEFT JOIN so_far AS begun ON ended.from_ms >= begun.time_ms
), most AS (
  SELECT
    hours,
    max(prompts) AS prompts,
    max(requests) AS requests,
    max(cost_usd) AS cost_usd,
    max(input_equivalents) AS input_equivalents
  FROM rolling
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
  FROM api_error, period
  WHERE resets_ms IS NOT NULL AND time_ms < as_of_ms
  UNION ALL
  SELECT 'block', 5, usage_block.start_ms - 1, usage_block.end_ms, NULL FROM usage_block, period WHERE usage_block.end_ms <= as_of_ms
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
  -- By their hours first: only what is equal joins fast.
  FROM (SELECT *, unnest(range(from_ms // 3600000, to_ms // 3600000 + 1)) AS hour_no FROM span)
  LEFT JOIN event ON time_ms // 3600000 = hour_no AND time_ms > from_ms AND time_ms <= to_ms
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
GROUP BY hours
ORDER BY kind, hours, to_ms, resets_ms
