-- One row per session (the 2,000 costliest) and tool (its nine most used, the rest together without a name), and one for the period (is_total).
WITH counted AS (
  SELECT session_id, tool, count(*) AS calls, count(*) FILTER (WHERE outcome = 'error' AND NOT is_dialogue) AS errors
  FROM period_tool_call
  GROUP BY session_id, tool
), ranked AS (
  -- Numbered in one order of all: an order for each session takes twice as long.
  SELECT
    session_id,
    CASE WHEN row_number() OVER (ORDER BY session_id, calls DESC, tool) - rank() OVER (ORDER BY session_id) < 9 THEN tool END AS tool,
    calls,
    errors
  FROM counted
  JOIN costliest_session USING (session_id)
), folded AS (
  SELECT session_id, tool, sum(calls) AS calls, sum(errors) AS errors FROM ranked GROUP BY session_id, tool
)
SELECT true AS is_total, count(*) AS value FROM period_tool_call
UNION ALL BY NAME
SELECT false AS is_total, * FROM folded
ORDER BY is_total DESC, session_id, calls DESC, tool NULLS LAST
