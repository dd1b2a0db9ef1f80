-- One row per session (the 2,000 costliest) and tool (its nine most used, the rest together without a name), and one for the period (is_total).
WITH costliest AS (
  SELECT session_id FROM period_session ORDER BY cost_usd DESC NULLS LAST, session_id LIMIT 2000
), counted AS (
  SELECT
    session_id,
    tool,
    count(*) AS calls,
    count(*) FILTER (WHERE outcome = 'error' AND NOT is_dialogue) AS errors,
    row_number() OVER (PARTITION BY session_id ORDER BY count(*) DESC, tool) AS rank
  FROM period_tool_call
  JOIN costliest USING (session_id)
  GROUP BY session_id, tool
), folded AS (
  SELECT session_id, CASE WHEN rank <= 9 THEN tool END AS tool, sum(calls)::BIGINT AS calls, sum(errors)::BIGINT AS errors
  FROM counted
  GROUP BY ALL
)
SELECT true AS is_total, count(*) AS value FROM period_tool_call
UNION ALL BY NAME
SELECT false AS is_total, * FROM folded
ORDER BY is_total DESC, session_id, calls DESC, tool NULLS LAST
