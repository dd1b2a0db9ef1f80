-- One row per main thread of the period, as it stood after its last request, and one per main thread of the whole history.
WITH main_step AS (
  SELECT
    session_id,
    step,
    request_key,
    started_ms,
    carry_usd,
    base_tokens,
    last_write_ttl_ms,
    -- The compaction of crux: a drop of 10,000 tokens.
    lag(session_id) OVER in_order = session_id
      AND cache_read_tokens + cache_creation_tokens < lag(cache_read_tokens + cache_creation_tokens) OVER in_order - 10000 AS is_drop
  FROM period_thread_step
  WHERE thread_kind = 'main'
  -- Partitions would cost more than the comparison of sessions.
  WINDOW in_order AS (ORDER BY session_id, step)
), last_step AS (
  SELECT
    session_id,
    max(step) AS requests,
    arg_max(request_key, step) AS request_key,
    max(started_ms) AS last_ms,
    usd(sum(carry_usd)) AS carry_usd,
    any_value(base_tokens) AS base_tokens,
    -- NULL only up to the thread's first write.
    arg_max(last_write_ttl_ms, step) AS last_write_ttl_ms,
    -- The steps of a session in the period follow each other without a gap.
    coalesce(max(step) - max(CASE WHEN is_drop THEN step END) + 1, count(*)) AS since_drop
  FROM main_step
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
    last_step.requests,
    last_step.carry_usd,
    coalesce(compacted.post_tokens, request_cost.context_tokens) AS context_tokens,
    last_step.base_tokens,
    period_session.window_tokens,
    CAST(request_cost.p_read AS DOUBLE) AS read_price,
    CAST(CASE WHEN cache_creation_1h_tokens > 0 THEN p_write_1h WHEN request_cost.cache_creation_tokens > 0 THEN p_write_5m
      WHEN last_write_ttl_ms = 3600000 THEN p_write_1h WHEN last_write_ttl_ms = 300000 THEN p_write_5m ELSE p_input END AS DOUBLE) AS prime_price,
    CAST(request_cost.p_output AS DOUBLE) AS output_price,
    request_cost.cache_read_tokens + request_cost.cache_creation_tokens AS crux_tokens,
    period_session.crux_growth,
    last_step.since_drop
  FROM last_step
  JOIN period_session USING (session_id)
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
