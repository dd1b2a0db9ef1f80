-- One row per session and half of the history: its cost as it was and with every write made for five minutes or for an hour.
WITH thread AS (
  SELECT session_id, min(started_ms) AS first_ms, row_number() OVER (ORDER BY min(started_ms), session_id) AS place, count(*) OVER () AS sessions
  FROM thread_step
  WHERE started_ms < (SELECT as_of_ms FROM period)
  GROUP BY session_id
), split AS (
  SELECT min(first_ms) AS split_ms FROM thread WHERE place > sessions // 2
), halved AS (
  -- What earlier sessions did after the split belongs to neither half.
  SELECT thread_step.*, first_ms >= split_ms AS is_later
  FROM thread_step
  JOIN thread USING (session_id)
  CROSS JOIN split
  WHERE started_ms < (SELECT as_of_ms FROM period) AND (first_ms >= split_ms OR started_ms < split_ms)
), opening AS (
  SELECT coalesce(median(cache_read_tokens / nullif(context_tokens, 0)), 0) AS cached_share
  FROM halved
  WHERE NOT is_later AND step = 1 AND is_fresh AND thread_kind = 'main'
), gapped AS (
  SELECT
    halved.*,
    request_cost.input_tokens,
    halved.started_ms - previous_ended_ms AS gap_ms,
    -- All that the request before had cached, and what is left of it after an expiry.
    least(previous_cached, halved.cache_read_tokens + halved.cache_creation_tokens) AS warm_read,
    least(round(cached_share * base_tokens), previous_cached, halved.cache_read_tokens + halved.cache_creation_tokens) AS cold_read,
    CAST(p_input AS DOUBLE) * CAST(factor AS DOUBLE) AS input_price,
    CAST(p_write_5m AS DOUBLE) * CAST(factor AS DOUBLE) AS price_5m,
    CAST(p_write_1h AS DOUBLE) * CAST(factor AS DOUBLE) AS price_1h,
    CAST(p_read AS DOUBLE) * CAST(factor AS DOUBLE) AS read_price,
    CAST(write_5m_usd + write_1h_usd + read_usd AS DOUBLE) AS cached_usd,
    -- Other causes cost the same whatever the lifetime.
    rebuild_cause NOT IN ('ttl_expiry', 'unknown') AND coalesce(is_miss, true) AS is_given
  FROM halved
  JOIN request_cost USING (request_key)
  CROSS JOIN opening
), modelled AS (
  SELECT
    *,
    CASE WHEN is_given THEN cache_read_tokens
      WHEN gap_ms <= 300000 THEN greatest(cache_read_tokens, CASE WHEN miss_cause = 'ttl_expiry' THEN warm_read ELSE 0 END)
      WHEN miss_cause = 'ttl_expiry' THEN cache_read_tokens
      ELSE cold_read END AS read_5m,
    CASE WHEN is_given THEN cache_read_tokens
      WHEN gap_ms <= 3600000 THEN greatest(cache_read_tokens, CASE WHEN miss_cause = 'ttl_expiry' THEN warm_read ELSE 0 END)
      WHEN miss_cause = 'ttl_expiry' THEN cache_read_tokens
      ELSE cold_read END AS read_1h,
    -- What the recorded lifetime foretells, from the gap alone; nothing where a cause beside the gap is known.
    CASE WHEN gap_ms > 300000 AND previous_cached > 0 AND rebuild_cause NOT IN ('compaction', 'rewind', 'model_switch') THEN
      CASE WHEN gap_ms > coalesce(last_write_ttl_ms, 300000) THEN cold_read ELSE warm_read END END AS foretold
  FROM gapped
)
SELECT
  session_id,
  is_later,
  CAST(sum(cost_usd) AS DOUBLE) AS cost_usd,
  bool_and(cost_usd IS NOT NULL) AS is_priced,
  CAST(sum(CAST(read_5m * read_price + (context_tokens - input_tokens - read_5m) * price_5m - cached_usd AS DECIMAL(38, 16))) AS DOUBLE) AS more_5m_usd,
  CAST(sum(CAST(read_1h * read_price + (context_tokens - input_tokens - read_1h) * price_1h - cached_usd AS DECIMAL(38, 16))) AS DOUBLE) AS more_1h_usd,
  count(foretold) AS pauses,
  sum(warm_read) FILTER (WHERE foretold IS NOT NULL)::DOUBLE AS expected_tokens,
  sum(abs(foretold - cache_read_tokens)) FILTER (WHERE foretold IS NOT NULL)::DOUBLE AS missed_tokens
FROM modelled
GROUP BY session_id, is_later
ORDER BY is_later, session_id
