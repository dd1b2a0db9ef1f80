-- One row per request of the period: what a different way of working would have saved of its cost. The four amounts share no
-- dollar, in this order: `cold_usd` an avoidable cache miss, `growth_usd` context carried on after a restart would have paid,
-- `failed_usd` the whole rest where its only effect was a failed or repeated tool, `reprice_usd` a cheaper model for the rest.
CREATE OR REPLACE TABLE derived.period_waste AS
WITH RECURSIVE assumed AS (
  SELECT
    -- Tokens of the note that a new session is handed.
    3000 AS note_tokens,
    -- Share of the base that a new session finds in the cache: the median of those seen.
    coalesce(median(cache_read_tokens / nullif(context_tokens, 0)), 0) AS warm_share
  FROM thread_step
  WHERE step = 1
    AND thread_kind = 'main'
    AND rebuild_cause = 'session_start'
    AND started_ms < (SELECT as_of_ms FROM period)
), priced_step AS MATERIALIZED (
  -- Every step so far of the sessions with a request in the period: restarts look back, amounts are of the period alone.
  SELECT
    thread_step.request_key,
    thread_step.session_id,
    thread_step.thread_id,
    thread_step.thread_kind,
    thread_step.started_ms,
    thread_step.started_ms >= period.start_ms AS in_period,
    thread_step.step,
    thread_step.reset,
    thread_step.context_tokens,
    thread_step.previous_context,
    thread_step.base_tokens,
    thread_step.miss_cause,
    thread_step.miss_usd,
    thread_step.cost_usd,
    thread_step.fee_usd,
    request_cost.model,
    request_cost.input_tokens,
    request_cost.cache_creation_5m_tokens,
    request_cost.cache_creation_1h_tokens,
    request_cost.cache_read_tokens,
    request_cost.output_tokens,
    request_cost.p_read,
    CASE WHEN request_cost.cache_creation_1h_tokens > 0 THEN request_cost.p_write_1h ELSE request_cost.p_write_5m END AS p_write,
    request_cost.p_output,
    request_cost.factor
  FROM thread_step
  JOIN period_session ON period_session.session_id = thread_step.session_id
  JOIN request_cost ON request_cost.request_key = thread_step.request_key
  JOIN period ON thread_step.started_ms < period.as_of_ms
), followed AS (
  SELECT
    request_key,
    session_id,
    step,
    step = 1 OR reset IS NOT NULL AS is_reset,
    -- What a restart now would leave behind, and what of it this request carried. As wide as sums, so that no round casts them.
    greatest(0, context_tokens - base_tokens - note_tokens)::DECIMAL(38, 0) AS left_tokens,
    greatest(0, least(coalesce(previous_context, context_tokens), context_tokens) - base_tokens - note_tokens)::DECIMAL(38, 0)
      AS history_tokens,
    CAST(p_read * factor AS DECIMAL(38, 16)) AS p_carry,
    -- What a restart costs apart from reading what the context has grown by: the note written, the base and the note primed.
    token_cost(0, cold_base + note_tokens, 0, base_tokens - cold_base, note_tokens, 0, p_write, 0, p_read, p_output, factor) AS prime_usd
  FROM (
    SELECT priced_step.*, CAST(round(base_tokens * (1 - warm_share)) AS BIGINT) AS cold_base, note_tokens
    FROM priced_step, assumed
    WHERE thread_kind = 'main'
  )
), placed AS (
  SELECT
    *,
    row_number() OVER so_far AS place,
    last_value(CASE WHEN is_reset THEN step END IGNORE NULLS) OVER so_far AS reset_step,
    -- Over all sessions, because only differences within an epoch are read, and partitions would double the cost.
    sum(coalesce(history_tokens * p_carry, 0)) OVER so_far AS carry_so_far,
    sum(p_carry) OVER so_far AS price_so_far
  FROM followed
  WINDOW so_far AS (ORDER BY session_id, step)
), main_step AS MATERIALIZED (
  -- An epoch is known by the place of its first step.
  SELECT *, place - (step - reset_step) AS epoch FROM placed
), restart AS (
  -- Rent or buy: a restart is due once what was carried since the last one has cost as much as a restart does.
  SELECT
    epoch,
    0 AS restart_no,
    place - 1 AS after_place,
    -- What it leaves behind.
    0::DECIMAL(38, 0) AS shed_tokens,
    carry_so_far - coalesce(history_tokens * p_carry, 0) AS carry_then,
    0::DECIMAL(38, 16) AS restart_usd
  FROM main_step
  WHERE is_reset
  UNION ALL
  SELECT
    epoch,
    any_value(restart_no) + 1,
    min(place),
    arg_min(left_tokens, place),
    arg_min(carry_so_far - left_tokens * price_so_far, place),
    arg_min(now_usd, place)
  FROM (
    SELECT
      main_step.*,
      restart.restart_no,
      prime_usd + greatest(0, left_tokens - shed_tokens) * p_carry AS now_usd,
      carry_so_far - shed_tokens * price_so_far - carry_then AS rent_usd
    FROM restart
    JOIN main_step ON main_step.epoch = restart.epoch AND main_step.place > restart.after_place
  )
  WHERE rent_usd > 0 AND rent_usd >= now_usd
  GROUP BY epoch
), spared AS (
  SELECT
    main_step.request_key,
    main_step.place,
    main_step.epoch,
    restart.restart_no,
    coalesce(least(shed_tokens, history_tokens) * p_carry, 0)
      - CASE WHEN place = after_place + 1 THEN restart_usd ELSE 0 END AS net_usd
  FROM main_step
  ASOF JOIN (SELECT * FROM restart WHERE restart_no > 0) AS restart ON main_step.place > restart.after_place
  WHERE restart.epoch = main_step.epoch
), summed AS (
  -- From the first step of the epoch on: a frame costs half of what partitions do.
  SELECT *, sum(net_usd) OVER (ORDER BY place RANGE BETWEEN place - epoch PRECEDING AND CURRENT ROW) AS net_so_far FROM spared
), grown AS MATERIALIZED (
  -- Only what lies above the highest net so far counts, so that each restart is repaid first.
  SELECT
    request_key,
    epoch,
    restart_no,
    greatest(0, net_so_far - greatest(0, coalesce(max(net_so_far) OVER (
      ORDER BY place RANGE BETWEEN place - epoch PRECEDING AND 1 PRECEDING), 0))) AS growth_usd
  FROM summed
), runaway AS (
  SELECT request_key, growth_usd, epoch IN (SELECT epoch FROM grown WHERE growth_usd > 0 AND restart_no > 1) AS is_runaway
  FROM grown
), called AS (
  SELECT
    tool_call.*,
    coalesce(tool IN (
      'Read', 'Grep', 'Glob', 'LS', 'NotebookRead', 'WebFetch', 'WebSearch', 'ToolSearch', 'StructuredOutput'
    ), false) AS is_search,
    outcome IN ('denied_rule', 'denied_auto', 'denied_hook', 'rejected') AS is_denied,
    retry_loop.call_key IS NOT NULL AS is_looping,
    -- Other threads are compared away, not partitioned away, which is dearer.
    lag(tool) OVER in_order = tool
      AND lag(input_characters) OVER in_order = input_characters
      AND lag(result_characters) OVER in_order = result_characters
      AND lag(outcome) OVER in_order = 'ok'
      AND lag(session_id) OVER in_order = session_id
      AND lag(thread_id) OVER in_order = thread_id
      AND lag(request_key) OVER in_order <> request_key AS is_same
  FROM tool_call
  LEFT JOIN (SELECT call_key FROM retry_loop) AS retry_loop USING (call_key)
  WHERE session_id IN (SELECT session_id FROM period_session)
  WINDOW in_order AS (ORDER BY session_id, thread_id, time_ms, call_key)
), judged AS (
  SELECT
    *,
    -- A short result, such as `no matches`, is the same for different questions.
    outcome = 'ok' AND is_search AND result_characters >= 200 AND coalesce(is_same, false) AS is_repeated,
    -- A command that ended with an exit code ran: a failing test is work, unless it fails the same way again and again.
    is_looping OR is_denied OR outcome IN ('invalid', 'cancelled') OR (outcome = 'error' AND exit_code IS NULL) AS is_failed
  FROM called
  WHERE NOT is_dialogue
), tool_work AS (
  SELECT
    request_key,
    CASE
      WHEN NOT bool_and(is_failed OR is_repeated) THEN NULL
      WHEN bool_or(is_looping) THEN 'retry_loop'
      WHEN bool_and(is_denied) THEN 'tool_denied'
      WHEN bool_and(is_repeated) THEN 'tool_repeated'
      ELSE 'tool_failed'
    END AS failed_cause
  FROM judged
  WHERE request_key IS NOT NULL
  GROUP BY request_key
), search_thread AS (
  SELECT session_id, thread_id
  FROM called
  WHERE thread_kind = 'subagent'
  GROUP BY session_id, thread_id
  HAVING bool_and(is_search)
), small_turn AS (
  SELECT unnest(list(request_key)) AS request_key
  FROM period_request_turn
  GROUP BY turn_key
  HAVING count(*) <= 2 AND sum(output_tokens) < 500 AND NOT bool_or(is_incomplete)
), joined AS (
  SELECT
    step.*,
    CASE WHEN step.miss_cause IN ('ttl_expiry', 'prefix_change', 'model_switch') THEN step.miss_cause END AS cold_cause,
    coalesce(runaway.growth_usd, 0) AS growth_usd,
    coalesce(runaway.is_runaway, false) AS is_runaway,
    tool_work.failed_cause,
    CASE
      WHEN search_thread.thread_id IS NOT NULL THEN 'search_subagent'
      WHEN small_turn.request_key IS NOT NULL THEN 'small_turn'
    END AS reprice_policy,
    cheap.context_window,
    -- The same tokens on the cheaper model, where they fit its window. The same factor: a saving must not come from a slower tier.
    step.cost_usd - step.fee_usd - token_cost(
      step.input_tokens, step.cache_creation_5m_tokens, step.cache_creation_1h_tokens, step.cache_read_tokens, step.output_tokens,
      cheap.input, cheap.cache_write_5m, cheap.cache_write_1h, cheap.cache_read, cheap.output, step.factor) AS full_saving_usd,
    -- A turn inside a session finds nothing in the cache of the cheaper model: what was read would be written.
    step.cost_usd - step.fee_usd - token_cost(
      step.input_tokens, step.cache_creation_5m_tokens + step.cache_read_tokens, step.cache_creation_1h_tokens, 0, step.output_tokens,
      cheap.input, cheap.cache_write_5m, cheap.cache_write_1h, cheap.cache_read, cheap.output, step.factor) AS cold_saving_usd
  FROM priced_step AS step
  LEFT JOIN runaway USING (request_key)
  LEFT JOIN tool_work USING (request_key)
  LEFT JOIN search_thread ON search_thread.session_id = step.session_id AND search_thread.thread_id = step.thread_id
  LEFT JOIN small_turn USING (request_key)
  LEFT JOIN price AS cheap
    ON cheap.model = 'claude-haiku-4-5-20251001'
    AND (cheap.valid_from IS NULL OR utc_day(step.started_ms) >= cheap.valid_from)
    AND (cheap.valid_to IS NULL OR utc_day(step.started_ms) < cheap.valid_to)
  WHERE step.in_period
), valued AS (
  SELECT
    *,
    CASE WHEN cold_cause IS NOT NULL THEN bounded(miss_usd, 0, cost_usd) ELSE 0 END AS cold_usd,
    CASE WHEN reprice_policy IS NOT NULL AND context_tokens <= context_window THEN bounded(full_saving_usd, 0, NULL) END AS full_reprice_usd,
    CASE WHEN reprice_policy = 'small_turn' AND context_tokens <= context_window THEN bounded(cold_saving_usd, 0, NULL) END AS cold_reprice_usd
  FROM joined
), amounts AS (
  SELECT
    request_key,
    session_id,
    thread_kind,
    model,
    cost_usd,
    cold_cause,
    cold_usd,
    bounded(growth_usd, 0, cost_usd - cold_usd) AS growth_usd,
    is_runaway,
    failed_cause,
    reprice_policy,
    full_reprice_usd,
    cold_reprice_usd
  FROM valued
)
SELECT
  * EXCLUDE (cold_reprice_usd),
  CASE WHEN failed_cause IS NOT NULL THEN cost_usd - cold_usd - growth_usd WHEN cost_usd IS NOT NULL THEN 0 END AS failed_usd,
  CASE
    WHEN failed_cause IS NULL AND cost_usd > 0 AND full_reprice_usd IS NOT NULL THEN
      bounded(
        CAST(CAST(CASE WHEN reprice_policy = 'small_turn' THEN cold_reprice_usd ELSE full_reprice_usd END AS DOUBLE) * CAST(cost_usd - cold_usd - growth_usd AS DOUBLE) / CAST(cost_usd AS DOUBLE)
          AS DECIMAL(38, 16)),
        0, cost_usd - cold_usd - growth_usd)
    WHEN cost_usd IS NOT NULL THEN 0
  END AS reprice_usd
FROM amounts;
