-- One row per entrypoint (version NULL), one per entrypoint and version, and one for the period (is_total).
WITH grouped AS (
  SELECT
    GROUPING(entrypoint) = 1 AS is_total,
    GROUPING(version) = 1 AS is_entrypoint_total,
    coalesce(entrypoint, 'unknown') AS entrypoint,
    CASE WHEN GROUPING(version) = 0 THEN coalesce(version, 'unknown') END AS version,
    count(DISTINCT session_id) AS sessions,
    count(*) AS requests,
    sum(cost_usd) AS cost,
    bool_or(is_incomplete OR cost_usd IS NULL) AS lower_bound
  FROM period_request
  GROUP BY GROUPING SETS ((), (entrypoint), (entrypoint, version))
)
SELECT
  is_total,
  entrypoint,
  version,
  sessions,
  requests,
  usd(cost) AS cost_usd,
  usd(cost) / nullif(usd(max(cost) FILTER (WHERE is_total) OVER ()), 0) AS share,
  usd(cost) AS value,
  lower_bound
FROM grouped
ORDER BY is_total DESC, is_entrypoint_total DESC, cost DESC NULLS LAST, entrypoint, version
