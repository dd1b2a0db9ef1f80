-- One row per part of the cost of the period (the nine of metric `cost-explained`), by what it is asked by: day, session (of the
-- costliest; NULL for the others together), project, branch, model, thread kind and, where something was built, its cause.
CREATE OR REPLACE TABLE derived.period_cost_part AS
WITH step AS (
  SELECT
    day,
    costliest_session.session_id,
    project,
    git_branch,
    model,
    thread_kind,
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
  LEFT JOIN costliest_session ON costliest_session.session_id = period_thread_step.session_id
  WHERE cost_usd IS NOT NULL
  GROUP BY ALL
), part AS (
  UNPIVOT step
  ON base_carried, base_built, history_carried, history_rebuilt, new_material, output, fees, long_context, factor
  INTO NAME part VALUE cost_usd
)
SELECT * EXCLUDE (rebuild_cause), CASE WHEN part IN ('base_built', 'history_rebuilt') THEN rebuild_cause END AS cause
FROM part;
