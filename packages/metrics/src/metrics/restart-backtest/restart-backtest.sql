-- One row per earlier main thread, cut at the split, and one per request of the later ones. The split is the start of the second half.
WITH main_step AS (
  SELECT * FROM thread_step WHERE thread_kind = 'main' AND started_ms < (SELECT as_of_ms FROM period)
), thread AS (
  SELECT session_id, min(started_ms) AS first_ms FROM main_step GROUP BY session_id ORDER BY first_ms DESC, session_id DESC LIMIT 400
), split AS (
  SELECT min(first_ms) AS split_ms
  FROM (SELECT first_ms, row_number() OVER (ORDER BY first_ms, session_id) > (SELECT count(*) // 2 FROM thread) AS is_later FROM thread)
  WHERE is_later
), earlier AS (
  SELECT
    session_id,
    count(*) AS requests,
    max(CASE WHEN step = 1 AND is_fresh THEN cache_read_tokens / nullif(context_tokens, 0) END) AS opening_share
  FROM main_step
  SEMI JOIN thread USING (session_id)
  WHERE started_ms < (SELECT split_ms FROM split)
  GROUP BY session_id
), later AS (
  SELECT
    main_step.session_id,
    step,
    main_step.context_tokens,
    base_tokens,
    main_step.cache_read_tokens AS read_tokens,
    main_step.cache_creation_tokens AS written_tokens,
    CASE WHEN peak_tokens <= 200000 THEN 200000 ELSE main_step.context_window END AS window_tokens,
    CAST(main_step.cost_usd AS DOUBLE) AS cost_usd,
    CAST(p_input AS DOUBLE) * CAST(factor AS DOUBLE) AS input_price,
    -- Of what it wrote, both lifetimes mixed.
    CAST(write_5m_usd + write_1h_usd AS DOUBLE) / nullif(main_step.cache_creation_tokens, 0) AS write_price,
    -- Of what a restart would write, for as long as the thread does.
    CAST(CASE
      WHEN cache_creation_1h_tokens > 0 THEN p_write_1h
      WHEN main_step.cache_creation_tokens > 0 THEN p_write_5m
      WHEN last_write_ttl_ms = 3600000 THEN p_write_1h
      WHEN last_write_ttl_ms = 300000 THEN p_write_5m
      ELSE p_input
    END AS DOUBLE) * CAST(factor AS DOUBLE) AS prime_price,
    CAST(p_read AS DOUBLE) * CAST(factor AS DOUBLE) AS read_price,
    CAST(p_output AS DOUBLE) * CAST(factor AS DOUBLE) AS output_price,
    CAST(long_over AS DOUBLE) AS long_over,
    CAST(p_input AS DOUBLE) / nullif(CAST(standard_input AS DOUBLE), 0) AS long_ratio,
    CAST(long_context_usd AS DOUBLE) * CAST(factor AS DOUBLE) AS long_usd
  FROM main_step
  JOIN thread USING (session_id)
  JOIN request_cost USING (request_key)
  WHERE first_ms >= (SELECT split_ms FROM split)
)
SELECT false AS is_later, * FROM earlier
UNION ALL BY NAME
SELECT true AS is_later, * FROM later
ORDER BY is_later, session_id, step
