-- One row per dimension (session, project, branch, model), name, part and cause, and one for the period (is_total).
WITH named AS (
  SELECT
    session_id,
    project,
    coalesce(git_branch, 'unknown') AS branch,
    coalesce(model, 'unknown') AS model,
    part,
    cause,
    cost_usd
  FROM period_cost_part
), grouped AS (
  SELECT
    GROUPING(part) = 1 AS is_total,
    CASE
      WHEN GROUPING(session_id) = 0 THEN 1
      WHEN GROUPING(branch) = 0 THEN 3
      WHEN GROUPING(model) = 0 THEN 4
      WHEN GROUPING(project) = 0 THEN 2
    END AS dimension_no,
    CASE dimension_no WHEN 1 THEN session_id WHEN 2 THEN project WHEN 3 THEN branch WHEN 4 THEN model END AS name,
    CASE WHEN dimension_no = 3 THEN project END AS project,
    part,
    cause,
    sum(cost_usd) AS cost
  FROM named
  GROUP BY GROUPING SETS (
    (), (session_id, part, cause), (project, part, cause), (project, branch, part, cause), (model, part, cause)
  )
  HAVING is_total OR sum(cost_usd) <> 0
)
SELECT
  is_total,
  ['session', 'project', 'branch', 'model'][dimension_no] AS dimension,
  name,
  project,
  part,
  cause,
  usd(cost) AS cost_usd,
  usd(cost) AS value,
  (SELECT is_incomplete OR is_unpriced FROM period_usage WHERE period_usage.is_total) AS lower_bound
FROM grouped
ORDER BY is_total DESC, dimension_no, project, name, cost DESC, part, cause
