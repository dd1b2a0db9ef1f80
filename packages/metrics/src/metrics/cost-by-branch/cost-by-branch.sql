-- One row per project and branch, and one for the period (is_total).
WITH grouped AS (
  SELECT
    GROUPING(project) = 1 AS is_total,
    project,
    coalesce(git_branch, 'unknown') AS branch,
    count(DISTINCT session_id) AS sessions,
    count(*) AS requests,
    sum(cost_usd) AS cost,
    bool_or(is_incomplete OR cost_usd IS NULL) AS lower_bound
  FROM period_request
  GROUP BY GROUPING SETS ((), (project, git_branch))
)
SELECT
  is_total,
  project,
  branch,
  sessions,
  requests,
  usd(cost) AS cost_usd,
  usd(cost) / nullif(usd(max(cost) FILTER (WHERE is_total) OVER ()), 0) AS share,
  usd(cost) AS value,
  lower_bound
FROM grouped
ORDER BY is_total DESC, cost DESC NULLS LAST, project, branch
