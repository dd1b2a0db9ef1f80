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
), followed AS (
  SELECT
    thread_step.request_key,
    thread_step.session_id,
    thread_step.step,
    thread_step.reset,
    -- What a restart now would leave behind, and what of it this request carried.
    greatest(0, thread_step.context_tokens - base_tokens - note_tokens) AS left_tokens,
    greatest(0, least(coalesce(thread_step.previous_context, thread_step.context_tokens), thread_step.context_tokens)
      - base_tokens - note_tokens) AS history_tokens,
    CAST(request_cost.p_read * request_cost.factor AS DECIMAL(24, 16)) AS p_carry,
    -- What a restart costs apart from reading the context: the note written, the base and the note primed.
    token_cost(0,
      CASE WHEN request_cost.cache_creation_1h_tokens > 0 THEN 0 ELSE cold_base + note_tokens END,
      CASE WHEN request_cost.cache_creation_1h_tokens > 0 THEN cold_base + note_tokens ELSE 0 END,
      0, note_tokens, p_input, p_write_5m, p_write_1h, p_read, p_output, factor) AS prime_usd,
    thread_step.base_tokens - cold_base AS warm_base
  FROM (
    SELECT thread_step.*, CAST(round(base_tokens * (1 - warm_share)) AS BIGINT) AS cold_base, note_tokens
    FROM thread_step, assumed
  ) AS thread_step
  JOIN request_cost USING (request_key)
  WHERE thread_step.thread_kind = 'main'
    AND thread_step.session_id IN (SELECT session_id FROM period_session)
    AND request_cost.started_ms < (SELECT as_of_ms FROM period)
), in_epoch AS (
  SELECT *, count(*) FILTER (WHERE reset IS NOT NULL) OVER (PARTITION BY session_id ORDER BY step) AS epoch_no
  FROM followed
), main_step AS MATERIALIZED (
  SELECT
    *,
    sum(history_tokens * p_carry) OVER in_epoch AS carry_so_far,
    sum(p_carry) OVER in_epoch AS price_so_far
  FROM in_epoch
  WINDOW in_epoch AS (PARTITION BY session_id, epoch_no ORDER BY step)
), restart AS (
  -- Rent or buy: a restart is due once what was carried since the last one has cost as much as a restart does.
  SELECT
    session_id,
    epoch_no,
    0 AS restart_no,
    min(step) - 1 AS after_step,
    -- What it leaves behind.
    0::BIGINT AS shed_tokens,
    0::DECIMAL(38, 16) AS carry_then,
    0::DECIMAL(38, 16) AS price_then,
    0::DECIMAL(38, 16) AS restart_usd
  FROM main_step
  GROUP BY session_id, epoch_no
  UNION ALL
  SELECT
    session_id,
    epoch_no,
    any_value(restart_no) + 1,
    min(step),
    arg_min(left_tokens, step),
    arg_min(carry_so_far, step),
    arg_min(price_so_far, step),
    arg_min(now_usd, step)
  FROM (
    SELECT
      main_step.*,
      restart.restart_no,
      prime_usd + (greatest(0, left_tokens - shed_tokens) + warm_base)::DECIMAL(14, 0) * p_carry AS now_usd,
      carry_so_far - carry_then - shed_tokens::DECIMAL(14, 0) * (price_so_far - price_then) AS rent_usd
    FROM restart
    JOIN main_step
      ON main_step.session_id = restart.session_id
      AND main_step.epoch_no = restart.epoch_no
      AND main_step.step > restart.after_step
  )
  WHERE rent_usd > 0 AND rent_usd >= now_usd
  GROUP BY session_id, epoch_no
), spared AS (
  SELECT
    main_step.request_key,
    main_step.session_id,
    main_step.epoch_no,
    main_step.step,
    restart.restart_no,
    coalesce(least(shed_tokens, history_tokens)::DECIMAL(14, 0) * p_carry, 0)
      - CASE WHEN step = after_step + 1 THEN restart_usd ELSE 0 END AS net_usd
  FROM main_step
  ASOF JOIN (SELECT * FROM restart WHERE restart_no > 0) AS restart
    ON restart.session_id = main_step.session_id
    AND restart.epoch_no = main_step.epoch_no
    AND restart.after_step < main_step.step
), summed AS (
  SELECT *, sum(net_usd) OVER (PARTITION BY session_id, epoch_no ORDER BY step) AS net_so_far FROM spared
), grown AS (
  -- Only what lies above the highest net so far counts, so that each restart is repaid first.
  SELECT
    *,
    greatest(0, net_so_far - greatest(0, coalesce(max(net_so_far) OVER (
      PARTITION BY session_id, epoch_no ORDER BY step ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))) AS growth_usd
  FROM summed
), runaway AS (
  SELECT
    request_key,
    growth_usd,
    bool_or(growth_usd > 0 AND restart_no > 1) OVER (PARTITION BY session_id, epoch_no) AS is_runaway
  FROM grown
), called AS (
  SELECT
    tool_call.*,
    coalesce(tool IN (
      'Read', 'Grep', 'Glob', 'LS', 'NotebookRead', 'WebFetch', 'WebSearch', 'ToolSearch', 'StructuredOutput'
    ), false) AS is_search,
    outcome IN ('denied_rule', 'denied_auto', 'denied_hook', 'rejected') AS is_denied,
    retry_loop.call_key IS NOT NULL AS is_looping,
    lag(tool) OVER in_thread = tool
      AND lag(input_characters) OVER in_thread = input_characters
      AND lag(result_characters) OVER in_thread = result_characters
      AND lag(outcome) OVER in_thread = 'ok'
      AND lag(request_key) OVER in_thread <> request_key AS is_same
  FROM tool_call
  LEFT JOIN (SELECT call_key FROM retry_loop) AS retry_loop USING (call_key)
  WHERE session_id IN (SELECT session_id FROM period_session)
  WINDOW in_thread AS (PARTITION BY session_id, thread_id ORDER BY time_ms, call_key)
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
  SELECT turn_key
  FROM period_request_turn
  GROUP BY turn_key
  HAVING count(*) <= 2 AND sum(output_tokens) < 500 AND NOT bool_or(is_incomplete)
), amounts AS (
  SELECT
    period_request.request_key,
    period_request.session_id,
    period_request.thread_kind,
    period_request.model,
    period_request.cost_usd,
    CASE WHEN thread_step.miss_cause IN ('ttl_expiry', 'prefix_change', 'model_switch') THEN thread_step.miss_cause END AS cold_cause,
    CASE WHEN cold_cause IS NOT NULL THEN bounded(thread_step.miss_usd, 0, period_request.cost_usd) ELSE 0 END AS cold_usd,
    bounded(coalesce(runaway.growth_usd, 0), 0, period_request.cost_usd - cold_usd) AS growth_usd,
    coalesce(runaway.is_runaway, false) AS is_runaway,
    tool_work.failed_cause,
    CASE
      WHEN search_thread.thread_id IS NOT NULL THEN 'search_subagent'
      WHEN small_turn.turn_key IS NOT NULL THEN 'small_turn'
    END AS reprice_policy,
    -- The same tokens on the cheaper model, where they fit its window. The same factor: a saving must not come from a slower tier.
    CASE WHEN reprice_policy IS NOT NULL AND period_request.context_tokens <= cheap.context_window THEN
      bounded(period_request.cost_usd - CAST(request_cost.fee_usd AS DECIMAL(38, 16)) - token_cost(
        period_request.input_tokens, period_request.cache_creation_5m_tokens, period_request.cache_creation_1h_tokens,
        period_request.cache_read_tokens, period_request.output_tokens,
        cheap.input, cheap.cache_write_5m, cheap.cache_write_1h, cheap.cache_read, cheap.output, request_cost.factor), 0, NULL)
    END AS full_reprice_usd,
    -- A turn inside a session finds nothing in the cache of the cheaper model: what was read would be written.
    CASE WHEN reprice_policy = 'small_turn' AND period_request.context_tokens <= cheap.context_window THEN
      bounded(period_request.cost_usd - CAST(request_cost.fee_usd AS DECIMAL(38, 16)) - token_cost(
        period_request.input_tokens, period_request.cache_creation_5m_tokens + period_request.cache_read_tokens,
        period_request.cache_creation_1h_tokens, 0, period_request.output_tokens,
        cheap.input, cheap.cache_write_5m, cheap.cache_write_1h, cheap.cache_read, cheap.output, request_cost.factor), 0, NULL)
    END AS cold_reprice_usd
  FROM period_request
  JOIN request_cost USING (request_key)
  JOIN thread_step USING (request_key)
  LEFT JOIN runaway USING (request_key)
  LEFT JOIN tool_work USING (request_key)
  LEFT JOIN search_thread
    ON search_thread.session_id = period_request.session_id AND search_thread.thread_id = period_request.thread_id
  LEFT JOIN period_request_turn USING (request_key)
  LEFT JOIN small_turn ON small_turn.turn_key = period_request_turn.turn_key
  LEFT JOIN price AS cheap
    ON cheap.model = 'claude-haiku-4-5-20251001'
    AND (cheap.valid_from IS NULL OR utc_day(period_request.started_ms) >= cheap.valid_from)
    AND (cheap.valid_to IS NULL OR utc_day(period_request.started_ms) < cheap.valid_to)
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
