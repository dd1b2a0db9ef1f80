-- One row per dimension (session, project, branch, model), name, part and cause, and one for the period (is_total).
WITH costliest AS (
  SELECT session_id FROM period_session ORDER BY cost_usd DESC NULLS LAST, session_id LIMIT 2000
), step AS (
  SELECT
    costliest.session_id,
    project,
    coalesce(git_branch, 'unknown') AS branch,
    coalesce(model, 'unknown') AS model,
    rebuild_cause,
    sum(base_carried_usd) AS base_carried,
    sum(base_built_usd) AS base_built,
    sum(history_carried_usd) AS history_carried,
    sum(history_rebuilt_usd) AS history_rebuilt,
    sum(new_usd) AS new_material,
    sum(plain_output_usd) AS output,
    sum(fee_usd) AS fees,
    sum(long_context_usd) AS long_context,
    sum(factor_usd) AS factor
  FROM period_thread_step
  LEFT JOIN costliest ON costliest.session_id = period_thread_step.session_id
  WHERE cost_usd IS NOT NULL
  GROUP BY ALL
), part AS (
  UNPIVOT step
  ON base_carried, base_built, history_carried, history_rebuilt, new_material, output, fees, long_context, factor
  INTO NAME part VALUE part_usd
), caused AS (
  SELECT * EXCLUDE (rebuild_cause), CASE WHEN part IN ('base_built', 'history_rebuilt') THEN rebuild_cause END AS cause
  FROM part
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
    sum(part_usd) AS cost
  FROM caused
  GROUP BY GROUPING SETS (
    (), (session_id, part, cause), (project, part, cause), (project, branch, part, cause), (model, part, cause)
  )
  HAVING is_total OR sum(part_usd) <> 0
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
  (SELECT bool_or(is_incomplete OR cost_usd IS NULL) FROM period_request) AS lower_bound
FROM grouped
ORDER BY is_total DESC, dimension_no, project, name, cost DESC, part, cause
