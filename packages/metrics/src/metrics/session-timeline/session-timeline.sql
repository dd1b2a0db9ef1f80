-- One row per kept request of a session's main thread, and one for the period (is_total). At most 64 per session: a compaction, the
-- request before it, the first, the last and the largest context always stay.
WITH costliest AS (
  SELECT session_id FROM period_session ORDER BY cost_usd DESC NULLS LAST, session_id LIMIT 2000
), point AS (
  SELECT
    session_id,
    started_ms,
    step,
    context_tokens,
    base_tokens,
    sum(cost_usd) OVER in_session AS cumulative_usd,
    row_number() OVER in_session AS place,
    count(*) OVER whole AS points,
    lag(started_ms) OVER in_session AS previous_ms,
    min(started_ms) OVER whole AS first_ms,
    row_number() OVER (PARTITION BY session_id ORDER BY context_tokens DESC, step) = 1 AS is_peak
  FROM period_thread_step
  JOIN costliest USING (session_id)
  WHERE thread_kind = 'main'
  WINDOW
    in_session AS (PARTITION BY session_id ORDER BY step),
    whole AS (PARTITION BY session_id)
), folded AS (
  SELECT DISTINCT point.session_id, point.place
  FROM point
  JOIN compaction
    ON compaction.session_id = point.session_id
    AND compaction.thread_id = 'main'
    AND compaction.kind = 'compact'
    AND compaction.time_ms > point.previous_ms
    AND compaction.time_ms <= point.started_ms
), marked AS (
  SELECT
    point.*,
    folded.place IS NOT NULL AS compaction,
    folded.place IS NOT NULL OR is_peak OR point.place IN (1, points)
      OR coalesce(lead(folded.place IS NOT NULL) OVER (PARTITION BY point.session_id ORDER BY point.place), false) AS stays
  FROM point
  LEFT JOIN folded ON folded.session_id = point.session_id AND folded.place = point.place
), ranked AS (
  SELECT
    *,
    row_number() OVER (PARTITION BY session_id, stays ORDER BY place) AS rank,
    count(*) FILTER (WHERE NOT stays) OVER (PARTITION BY session_id) AS others,
    greatest(0, 64 - count(*) FILTER (WHERE stays) OVER (PARTITION BY session_id)) AS room
  FROM marked
), kept AS (
  SELECT
    session_id,
    place AS request,
    (started_ms - first_ms) / 1000 AS at_s,
    context_tokens,
    base_tokens,
    usd(cumulative_usd) AS cumulative_usd,
    compaction
  FROM ranked
  -- Every n-th of the others, so that what is left is spread evenly.
  WHERE stays OR rank * room // others > (rank - 1) * room // others
)
SELECT true AS is_total, count(*) AS value FROM kept
UNION ALL BY NAME
SELECT false AS is_total, * FROM kept
ORDER BY is_total DESC, session_id, request
