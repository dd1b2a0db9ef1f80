-- One row per kept request of a session's main thread, and one for the period (is_total). At most 64 per session: a compaction, the
-- request before it, the first, the last and the largest context always stay.
WITH main AS (
  SELECT session_id, step, started_ms, context_tokens, base_tokens, cost_usd FROM period_thread_step WHERE thread_kind = 'main'
), folded AS (
  -- The first request after a compaction that lies between two requests of the period.
  SELECT session_id, min(step) FILTER (WHERE started_ms >= time_ms) AS step
  FROM compaction
  JOIN main USING (session_id)
  WHERE thread_id = 'main' AND kind = 'compact'
  GROUP BY session_id, time_ms
  HAVING min(started_ms) < time_ms AND max(started_ms) >= time_ms
), session AS (
  SELECT
    session_id,
    min(main.started_ms) AS first_ms,
    min(step) AS first_step,
    count(*) AS points,
    coalesce(any_value(steps), []) AS folds,
    list_distinct(
      [first_step, max(step), arg_min(step, (-context_tokens, step))] || folds || list_transform(folds, lambda fold: fold - 1)
    ) AS stays
  FROM main
  JOIN costliest_session USING (session_id)
  LEFT JOIN (SELECT session_id, list(step) AS steps FROM folded GROUP BY session_id) AS folded USING (session_id)
  GROUP BY session_id
), point AS (
  SELECT
    session_id,
    step - first_step + 1 AS request,
    (started_ms - first_ms) / 1000 AS at_s,
    context_tokens,
    base_tokens,
    cost_usd,
    list_contains(folds, step) AS compaction,
    list_contains(stays, step) AS is_stay,
    points - len(stays) AS others,
    greatest(0, 64 - len(stays)) AS room
  FROM main
  JOIN session USING (session_id)
), ranked AS (
  SELECT
    *,
    sum(cost_usd) OVER in_session AS cumulative_usd,
    count(CASE WHEN NOT is_stay THEN 1 END) OVER in_session AS rank
  FROM point
  WINDOW in_session AS (PARTITION BY session_id ORDER BY request ROWS UNBOUNDED PRECEDING)
), kept AS (
  SELECT session_id, request, at_s, context_tokens, base_tokens, usd(cumulative_usd) AS cumulative_usd, compaction
  FROM ranked
  -- Every n-th of the others, so that what is left is spread evenly.
  WHERE is_stay OR rank * room // others > (rank - 1) * room // others
)
SELECT true AS is_total, count(*) AS value FROM kept
UNION ALL BY NAME
SELECT false AS is_total, * FROM kept
ORDER BY is_total DESC, session_id, request
