-- One row per five-hour block of usage: it ends five hours after its start, or where a limit was seen to reset.
-- (A pause over five hours, the other half of ccusage's rule, always ends past the five hours: it adds nothing.)
CREATE OR REPLACE TABLE derived.usage_block AS
WITH RECURSIVE reset AS MATERIALIZED (
  -- A reset further away is that of a week.
  SELECT DISTINCT resets_ms FROM api_error WHERE resets_ms > time_ms AND resets_ms <= time_ms + 5 * 3600000
), bucket AS MATERIALIZED (
  -- Blocks end at full hours or at resets, so the requests of the hour (h, h + 1], cut at resets, share a block.
  SELECT min(started_ms) AS first_ms, max(started_ms) AS last_ms
  FROM (SELECT started_ms FROM request_cost) AS used
  ASOF LEFT JOIN reset ON used.started_ms >= reset.resets_ms
  GROUP BY (started_ms - 1) // 3600000, resets_ms
), opening AS MATERIALIZED (
  SELECT
    bucket.first_ms,
    greatest(bucket.first_ms - bucket.first_ms % 3600000, before.resets_ms) AS start_ms,
    least(bucket.first_ms - bucket.first_ms % 3600000 + 5 * 3600000, after.resets_ms) AS end_ms,
    least(bucket.first_ms - bucket.first_ms % 3600000 + 5 * 3600000 + 1, after.resets_ms) AS next_from_ms,
    coalesce(bucket.first_ms - lag(bucket.last_ms) OVER (ORDER BY bucket.first_ms) > 5 * 3600000, true) AS is_after_pause
  FROM bucket
  ASOF LEFT JOIN reset AS before ON bucket.first_ms >= before.resets_ms
  ASOF LEFT JOIN reset AS after ON bucket.first_ms < after.resets_ms
), linked AS MATERIALIZED (
  SELECT opening.*, CASE WHEN NOT follower.is_after_pause THEN follower.first_ms END AS follower_ms
  FROM opening
  ASOF LEFT JOIN opening AS follower ON opening.next_from_ms <= follower.first_ms
), block AS (
  -- All stretches between pauses at once: as many rounds as the longest has blocks.
  SELECT * FROM linked WHERE is_after_pause
  UNION ALL
  SELECT linked.* FROM block JOIN linked ON linked.first_ms = block.follower_ms
)
SELECT first_ms, start_ms, end_ms FROM block;
