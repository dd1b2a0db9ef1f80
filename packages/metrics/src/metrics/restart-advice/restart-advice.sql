-- One row per main thread of the period, as it stood after its last request, and one per main thread of the whole history.
WITH main_step AS (
  SELECT *, cache_read_tokens + cache_creation_tokens AS crux_context FROM period_thread_step WHERE thread_kind = 'main'
), last_step AS (
  SELECT session_id, max(step) AS step, max(started_ms) AS last_ms, usd(sum(carry_usd)) AS carry_usd FROM main_step GROUP BY session_id
), crux AS (
  -- Its compaction is a drop of 10,000 tokens.
  SELECT session_id, count(*) FILTER (WHERE step >= coalesce(dropped_at, 0)) AS since_drop
  FROM (
    SELECT session_id, step, max(CASE WHEN crux_context < before - 10000 THEN step END) OVER (PARTITION BY session_id) AS dropped_at
    FROM (SELECT *, lag(crux_context) OVER (PARTITION BY session_id ORDER BY step) AS before FROM main_step)
  )
  GROUP BY session_id
), compacted AS (
  -- Until the next request the context is what a compaction after the last one left.
  SELECT session_id, arg_max(post_tokens, (time_ms, compaction_key)) AS post_tokens
  FROM compaction
  JOIN last_step USING (session_id)
  WHERE thread_id = 'main' AND kind = 'compact' AND time_ms > last_ms AND time_ms < (SELECT as_of_ms FROM period)
  GROUP BY session_id
), standing AS (
  SELECT
    session_id,
    step AS requests,
    last_step.carry_usd,
    coalesce(compacted.post_tokens, main_step.context_tokens) AS context_tokens,
    main_step.base_tokens,
    period_session.window_tokens,
    CAST(request_cost.p_read AS DOUBLE) AS read_price,
    CAST(CASE WHEN cache_creation_1h_tokens > 0 THEN p_write_1h WHEN main_step.cache_creation_tokens > 0 THEN p_write_5m
      WHEN last_write_ttl_ms = 3600000 THEN p_write_1h WHEN last_write_ttl_ms = 300000 THEN p_write_5m ELSE p_input END AS DOUBLE) AS prime_price,
    CAST(request_cost.p_output AS DOUBLE) AS output_price,
    main_step.crux_context AS crux_tokens,
    period_session.crux_growth,
    crux.since_drop
  FROM last_step
  JOIN main_step USING (session_id, step)
  JOIN period_session USING (session_id)
  JOIN crux USING (session_id)
  LEFT JOIN compacted USING (session_id)
  JOIN request_cost USING (request_key)
), thread AS (
  SELECT
    session_id,
    count(*) AS requests,
    max(CASE WHEN step = 1 AND is_fresh THEN cache_read_tokens / nullif(context_tokens, 0) END) AS opening_share
  FROM thread_step
  WHERE thread_kind = 'main' AND started_ms < (SELECT as_of_ms FROM period)
  GROUP BY session_id
)
SELECT true AS is_standing, * FROM standing
UNION ALL BY NAME
SELECT false AS is_standing, * FROM thread
ORDER BY is_standing DESC, carry_usd DESC NULLS LAST, session_id
