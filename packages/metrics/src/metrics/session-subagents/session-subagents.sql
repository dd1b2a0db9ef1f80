-- One row per subagent of a session (its 24 costliest, the rest together without an id), and one for the period (is_total).
WITH typed AS (
  SELECT agent_id, min(agent_type) AS agent_type, min(parent) AS parent_id
  FROM (
    SELECT agent_id, agent_type, NULL AS parent FROM file WHERE agent_id IS NOT NULL
    UNION ALL
    SELECT subagent_id, subagent_type, agent_id FROM raw_tool_result WHERE subagent_id IS NOT NULL
  )
  GROUP BY agent_id
), run AS (
  SELECT
    session_id,
    thread_id,
    count(*) AS requests,
    sum(cost_usd) AS cost,
    row_number() OVER (PARTITION BY session_id ORDER BY sum(cost_usd) DESC NULLS LAST, thread_id) AS rank
  FROM period_request
  JOIN costliest_session USING (session_id)
  WHERE thread_kind = 'subagent'
  GROUP BY session_id, thread_id
), named AS (
  SELECT
    session_id,
    least(rank, 25) AS place,
    CASE WHEN rank <= 24 THEN coalesce(typed.agent_id, thread_id) END AS agent_id,
    CASE WHEN rank <= 24 THEN typed.parent_id END AS parent_id,
    CASE WHEN rank <= 24 THEN coalesce(typed.agent_type, 'unknown') END AS agent_type,
    count(*) AS runs,
    sum(requests)::BIGINT AS requests,
    sum(cost) AS cost
  FROM run
  LEFT JOIN typed ON run.thread_id = 'agent ' || typed.agent_id
  GROUP BY ALL
)
SELECT true AS is_total, count(DISTINCT (session_id, thread_id)) AS value FROM period_request WHERE thread_kind = 'subagent'
UNION ALL BY NAME
SELECT false AS is_total, session_id, agent_id, parent_id, agent_type, runs, requests, usd(cost) AS cost_usd, place FROM named
ORDER BY is_total DESC, session_id, place
