-- One row per type of subagent, largest cost first, and one for the period (is_total).
WITH typed AS (
  SELECT agent_id, min(agent_type) AS agent_type
  FROM (
    SELECT agent_id, agent_type FROM file WHERE agent_type IS NOT NULL
    UNION ALL
    SELECT subagent_id, subagent_type FROM raw_tool_result WHERE subagent_id IS NOT NULL AND subagent_type IS NOT NULL
  )
  GROUP BY agent_id
), grouped AS (
  SELECT
    GROUPING(coalesce(typed.agent_type, 'unknown')) = 1 AS is_total,
    coalesce(typed.agent_type, 'unknown') AS agent_type,
    count(DISTINCT period_request.thread_id) AS runs,
    count(*) AS requests,
    sum(cost_usd) AS cost
  FROM period_request
  LEFT JOIN typed ON period_request.thread_id = 'agent ' || typed.agent_id
  WHERE thread_kind = 'subagent'
  GROUP BY GROUPING SETS ((), (coalesce(typed.agent_type, 'unknown')))
), everything AS (
  SELECT usd(sum(cost_usd)) AS all_usd, bool_or(is_incomplete OR cost_usd IS NULL) AS is_lower_bound FROM period_request
)
SELECT
  is_total,
  agent_type,
  runs,
  requests,
  usd(cost) AS cost_usd,
  usd(cost) / nullif(all_usd, 0) AS share,
  CASE WHEN requests = 0 THEN 0 * all_usd ELSE usd(cost) END / nullif(all_usd, 0) AS value
FROM grouped, everything
ORDER BY is_total DESC, cost DESC NULLS LAST, agent_type
