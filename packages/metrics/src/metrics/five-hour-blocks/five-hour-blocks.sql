-- One row per block that starts in the period or runs on into it now (began_before), per pause between blocks (is_gap), and one
-- for the period (is_total).
WITH block AS (
  SELECT
    usage_block.*,
    lead(first_ms) OVER (ORDER BY first_ms) AS next_ms,
    now_ms,
    period.start_ms AS from_ms,
    as_of_ms AS to_ms
  FROM usage_block, period
  WHERE first_ms < now_ms
), filled AS (
  SELECT
    first_ms, start_ms, end_ms, next_ms, from_ms, to_ms, now_ms,
    max(started_ms) AS last_ms,
    count(*) AS requests,
    CAST(sum(input_tokens) AS DOUBLE) AS input_tokens,
    CAST(sum(output_tokens) AS DOUBLE) AS output_tokens,
    CAST(sum(cache_creation_tokens) AS DOUBLE) AS cache_creation_tokens,
    CAST(sum(cache_read_tokens) AS DOUBLE) AS cache_read_tokens,
    usd(sum(cost_usd)) AS cost_usd,
    array_to_string(list_sort(list_distinct(list(model))), ', ') AS models
  FROM block
  JOIN request_cost ON started_ms >= first_ms AND started_ms < coalesce(next_ms, now_ms)
  -- The one before the period too, for the pause after it.
  WHERE end_ms + 5 * 3600000 >= from_ms AND start_ms < to_ms
  GROUP BY ALL
), asked AS (
  -- A prompt counts in the block of the request after it, unless that is over five hours later.
  SELECT first_ms, count(*) AS prompts
  FROM (SELECT time_ms FROM prompt WHERE is_human) AS prompt
  ASOF JOIN filled ON prompt.time_ms <= filled.last_ms
  WHERE time_ms > first_ms - 5 * 3600000
  GROUP BY first_ms
), listed AS (
  SELECT
    filled.*,
    coalesce(prompts, 0) AS prompts,
    input_tokens + output_tokens + cache_creation_tokens AS effective_tokens,
    false AS is_gap,
    now_ms - last_ms < 5 * 3600000 AND now_ms < end_ms AS is_active,
    CASE WHEN is_active AND last_ms - first_ms >= 10 * 60000 THEN cost_usd / (last_ms - first_ms) * 3600000 END AS usd_per_hour,
    cost_usd + usd_per_hour * (end_ms - now_ms) / 3600000 AS projected_usd
  FROM filled
  LEFT JOIN asked USING (first_ms)
  UNION ALL BY NAME
  SELECT
    last_ms + 5 * 3600000 AS start_ms, next_ms AS end_ms, true AS is_gap, false AS is_active, 0 AS requests, 0 AS prompts,
    0 AS input_tokens, 0 AS output_tokens, 0 AS cache_creation_tokens, 0 AS cache_read_tokens, 0 AS effective_tokens, 0 AS cost_usd,
    from_ms, to_ms
  FROM filled
  WHERE next_ms - last_ms > 5 * 3600000
)
SELECT true AS is_total, count(*) FILTER (WHERE NOT is_gap) AS value FROM listed WHERE start_ms >= from_ms AND start_ms < to_ms
UNION ALL BY NAME
SELECT
  false AS is_total, start_ms AS started_at, end_ms AS ended_at, last_ms AS last_at, start_ms < from_ms AS began_before,
  * EXCLUDE (start_ms, end_ms, last_ms)
FROM listed
WHERE (start_ms >= from_ms OR is_active) AND start_ms < to_ms
ORDER BY is_total DESC, started_at, is_gap
