-- One row per request of a thread, with what it carried: base, history and new material by how they were charged.
CREATE OR REPLACE TABLE derived.thread_step AS
WITH ordered AS (
  SELECT
    request_cost.*,
    -- The model's line, for the base of threads that did not start fresh: `opus`, `sonnet`, …
    regexp_extract(model, '(opus|sonnet|haiku|fable|mythos)') AS family,
    row_number() OVER in_thread AS step,
    lag(context_tokens) OVER in_thread AS previous_context,
    lag(cache_read_tokens + cache_creation_tokens) OVER in_thread AS previous_cached,
    max(context_tokens) OVER in_thread AS peak_tokens,
    lag(model) OVER in_thread AS previous_model,
    lag(ended_ms) OVER in_thread AS previous_ended_ms,
    -- Another response lies above it than the one before; none, although others of the thread have one: back to the start.
    parent_message_id <> lag(message_id) OVER in_thread
      OR (parent_message_id IS NULL AND bool_or(parent_message_id IS NOT NULL) OVER whole_thread) AS is_rewind,
    last_value(
      CASE WHEN cache_creation_1h_tokens > 0 THEN 3600000 WHEN cache_creation_tokens > 0 THEN 300000 END IGNORE NULLS
    ) OVER (
      PARTITION BY session_id, thread_id ORDER BY started_ms, request_key
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS last_write_ttl_ms
  FROM request_cost
  WINDOW
    whole_thread AS (PARTITION BY session_id, thread_id),
    in_thread AS (PARTITION BY session_id, thread_id ORDER BY started_ms, request_key)
), marked AS (
  SELECT session_id, thread_id, min(time_ms) AS first_ms FROM compaction WHERE kind = 'compact' GROUP BY ALL
), inherited AS (
  SELECT DISTINCT session_id FROM inherited_request
), opening AS (
  SELECT
    ordered.session_id,
    ordered.thread_id,
    ordered.thread_kind,
    ordered.family,
    session_project.project,
    ordered.started_ms,
    ordered.context_tokens,
    NOT (thread_kind = 'main' AND inherited.session_id IS NOT NULL)
      AND NOT coalesce(marked.first_ms <= ordered.started_ms, false) AS is_fresh
  FROM ordered
  LEFT JOIN inherited ON inherited.session_id = ordered.session_id
  LEFT JOIN marked ON marked.session_id = ordered.session_id AND marked.thread_id = ordered.thread_id
  LEFT JOIN session_project ON session_project.session_id = ordered.session_id
  WHERE step = 1
), resumed AS (
  -- What threads of the same kind and line of models began with in the 30 days before.
  SELECT
    opening.session_id,
    opening.thread_id,
    count(*) AS peers,
    median(peer.context_tokens) AS peer_tokens,
    count(*) FILTER (WHERE peer.project = opening.project) AS project_peers,
    median(peer.context_tokens) FILTER (WHERE peer.project = opening.project) AS project_peer_tokens
  FROM opening
  JOIN opening AS peer
    ON peer.thread_kind = opening.thread_kind
    AND peer.family = opening.family
    AND peer.started_ms BETWEEN opening.started_ms - 30 * 86400000::BIGINT AND opening.started_ms
  WHERE NOT opening.is_fresh AND peer.is_fresh
  GROUP BY opening.session_id, opening.thread_id
), base AS (
  SELECT
    opening.session_id,
    opening.thread_id,
    opening.is_fresh,
    CASE
      WHEN opening.is_fresh THEN opening.context_tokens
      WHEN resumed.project_peers >= 3 THEN CAST(resumed.project_peer_tokens AS BIGINT)
      WHEN resumed.peers >= 3 THEN CAST(resumed.peer_tokens AS BIGINT)
      ELSE opening.context_tokens
    END AS base_tokens
  FROM opening
  LEFT JOIN resumed ON resumed.session_id = opening.session_id AND resumed.thread_id = opening.thread_id
), laid_out AS (
  SELECT
    ordered.*,
    base.base_tokens,
    base.is_fresh,
    -- A thread that did not start fresh carries history from its first request on.
    least(base.base_tokens, context_tokens) AS history_from,
    greatest(
      least(base.base_tokens, context_tokens),
      least(CASE WHEN step > 1 THEN previous_context WHEN is_fresh THEN base.base_tokens ELSE context_tokens END, context_tokens)
    ) AS history_to
  FROM ordered
  JOIN base ON base.session_id = ordered.session_id AND base.thread_id = ordered.thread_id
), charged AS (
  SELECT
    *,
    history_to - history_from AS history_tokens,
    overlap(history_from, history_to, 0, cache_read_tokens) AS history_read,
    overlap(history_from, history_to, cache_read_tokens, cache_read_tokens + cache_creation_tokens) AS history_written,
    overlap(history_from, history_to, cache_read_tokens + cache_creation_tokens, context_tokens) AS history_input,
    greatest(0, history_from - cache_read_tokens) AS written_before,
    CASE WHEN step > 1 THEN least(previous_context, context_tokens) END AS expected_read
  FROM laid_out
), split AS (
  SELECT
    *,
    written_5m(written_before + history_written, cache_creation_tokens, cache_creation_5m_tokens)
      - written_5m(written_before, cache_creation_tokens, cache_creation_5m_tokens) AS history_written_5m,
    bounded(expected_read - cache_read_tokens, 0, NULL) AS missed_tokens
  FROM charged
), missed AS (
  SELECT
    *,
    missed_tokens > greatest(1024, 0.1 * expected_read) AS is_miss,
    overlap(cache_read_tokens, expected_read, cache_read_tokens, cache_read_tokens + cache_creation_tokens) AS missed_written,
    greatest(0, missed_tokens - cache_creation_tokens) AS missed_input
  FROM split
), valued AS (
  SELECT
    *,
    CASE WHEN is_priced THEN cost_usd - CAST(fee_usd AS DECIMAL(38, 16)) - CASE
      WHEN is_long AND context_tokens - history_tokens > long_over THEN
        token_cost(input_tokens - history_input, cache_creation_5m_tokens - history_written_5m,
          cache_creation_1h_tokens - (history_written - history_written_5m), cache_read_tokens - history_read, output_tokens,
          p_input, p_write_5m, p_write_1h, p_read, p_output, factor)
      ELSE
        token_cost(input_tokens - history_input, cache_creation_5m_tokens - history_written_5m,
          cache_creation_1h_tokens - (history_written - history_written_5m), cache_read_tokens - history_read, output_tokens,
          standard_input, standard_write_5m, standard_write_1h, standard_read, standard_output, factor)
    END END AS premium_usd,
    token_cost(0, 0, 0, history_tokens, 0, p_input, p_write_5m, p_write_1h, p_read, p_output, factor) AS carry_usd,
    CASE WHEN is_miss THEN
      token_cost(missed_input,
        written_5m(missed_written, cache_creation_tokens, cache_creation_5m_tokens),
        missed_written - written_5m(missed_written, cache_creation_tokens, cache_creation_5m_tokens),
        0, 0, p_input, p_write_5m, p_write_1h, p_read, p_output, factor)
      - token_cost(0, 0, 0, missed_tokens, 0, p_input, p_write_5m, p_write_1h, p_read, p_output, factor)
    END AS miss_usd,
    segment_cost(0, history_from, cache_read_tokens, cache_creation_tokens, cache_creation_5m_tokens, context_tokens,
      standard_input, standard_write_5m, standard_write_1h, standard_read) AS base_usd,
    token_cost(0, 0, 0, history_from, 0, 0, 0, 0, standard_read, 0, 1) AS base_carried_usd,
    segment_cost(history_from, history_to, cache_read_tokens, cache_creation_tokens, cache_creation_5m_tokens, context_tokens,
      standard_input, standard_write_5m, standard_write_1h, standard_read) AS history_usd,
    token_cost(0, 0, 0, history_tokens, 0, 0, 0, 0, standard_read, 0, 1) AS history_carried_usd,
    segment_cost(history_to, context_tokens, cache_read_tokens, cache_creation_tokens, cache_creation_5m_tokens, context_tokens,
      standard_input, standard_write_5m, standard_write_1h, standard_read) AS new_usd
  FROM missed
), compacted AS (
  SELECT valued.request_key, bool_or(compaction.kind = 'compact') AS is_compacted
  FROM valued
  JOIN compaction
    ON compaction.session_id = valued.session_id
    AND compaction.thread_id = valued.thread_id
    AND compaction.time_ms > valued.previous_ended_ms
    AND compaction.time_ms <= valued.ended_ms
  GROUP BY valued.request_key
)
SELECT
  valued.request_key,
  valued.session_id,
  valued.thread_id,
  valued.thread_kind,
  valued.step,
  valued.is_fresh,
  valued.started_ms,
  valued.context_tokens,
  valued.previous_context,
  valued.previous_cached,
  valued.previous_ended_ms,
  valued.last_write_ttl_ms,
  valued.base_tokens,
  -- The largest context of the thread so far.
  valued.peak_tokens,
  valued.context_window,
  valued.cache_read_tokens,
  valued.cache_creation_tokens,
  valued.output_tokens,
  valued.cost_usd,
  valued.standard_read,
  valued.missed_tokens,
  valued.is_miss,
  valued.miss_usd,
  valued.premium_usd,
  valued.carry_usd,
  valued.base_carried_usd,
  valued.base_usd - valued.base_carried_usd AS base_built_usd,
  valued.history_carried_usd,
  valued.history_usd - valued.history_carried_usd AS history_rebuilt_usd,
  valued.new_usd,
  valued.plain_output_usd,
  CAST(valued.fee_usd AS DECIMAL(38, 16)) AS fee_usd,
  valued.list_usd - valued.base_usd - valued.history_usd - valued.new_usd - valued.plain_output_usd AS long_context_usd,
  valued.cost_usd - CAST(valued.fee_usd AS DECIMAL(38, 16)) - valued.list_usd AS factor_usd,
  premium_usd - carry_usd AS cold_usd,
  CASE
    WHEN valued.step = 1 THEN CASE WHEN is_fresh THEN 'session_start' ELSE 'resume' END
    WHEN cache_miss_reason = 'model_changed' THEN 'model_switch'
    WHEN cache_miss_reason IN ('messages_changed', 'tools_changed', 'system_changed') THEN 'prefix_change'
    WHEN compacted.is_compacted THEN 'compaction'
    WHEN is_rewind THEN 'rewind'
    WHEN model <> previous_model THEN 'model_switch'
    -- Where nothing was cached before, nothing expired.
    WHEN previous_cached > 0 AND started_ms - previous_ended_ms > coalesce(last_write_ttl_ms, 300000) THEN 'ttl_expiry'
    -- In time, and yet less was read than the request before had in the cache: the prompt changed where the read ends.
    WHEN cache_read_tokens < previous_cached THEN 'prefix_change'
    ELSE 'unknown'
  END AS rebuild_cause,
  CASE WHEN is_miss THEN rebuild_cause END AS miss_cause,
  -- What cut the context: it begins an epoch. Under 1,024 tokens it is the thinking of earlier turns that goes.
  CASE
    WHEN valued.step = 1 THEN NULL
    WHEN compacted.is_compacted THEN 'compaction'
    WHEN is_rewind THEN 'rewind'
    WHEN model <> previous_model OR previous_context - context_tokens <= 1024 THEN NULL
    WHEN compacted.request_key IS NOT NULL OR marked.session_id IS NOT NULL THEN 'trim'
    WHEN previous_context - context_tokens > greatest(10000, 0.3 * previous_context) THEN 'inferred'
  END AS reset
FROM valued
LEFT JOIN compacted ON compacted.request_key = valued.request_key
LEFT JOIN marked ON marked.session_id = valued.session_id AND marked.thread_id = valued.thread_id;
