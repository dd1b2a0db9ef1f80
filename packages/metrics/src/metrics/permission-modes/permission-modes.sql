-- One row per permission mode, most prompts first, and one for the period (is_total).
WITH counted AS (
  SELECT coalesce(permission_mode, 'unknown') AS mode, count(*) AS prompts
  FROM period_prompt
  WHERE is_human OR kind = 'sdk'
  GROUP BY ALL
), shared AS (
  SELECT
    mode,
    prompts,
    CASE WHEN mode <> 'unknown' THEN prompts / sum(prompts) FILTER (WHERE mode <> 'unknown') OVER () END AS share
  FROM counted
)
SELECT
  true AS is_total, NULL AS mode, NULL AS prompts, NULL AS share,
  -- 0 where prompts name modes and none of them is this one.
  CASE WHEN count(share) > 0 THEN coalesce(max(share) FILTER (WHERE mode = 'bypassPermissions'), 0) END AS value
FROM shared
UNION ALL
SELECT false, mode, prompts, share, NULL FROM shared
ORDER BY is_total DESC, prompts DESC, mode
