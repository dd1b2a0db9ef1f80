-- One row per source, one per session with a count of Claude Code's own (session_id not NULL), and one for the period (is_total).
WITH compacted AS (
  SELECT compaction.*
  FROM compaction, period
  WHERE compaction.kind = 'compact' AND pre_tokens IS NOT NULL AND time_ms >= period.start_ms AND time_ms < period.as_of_ms
), observed AS (
  SELECT session_id, started_ms FROM request_cost WHERE thread_kind = 'compaction'
), step AS (
  SELECT
    thread_step.session_id,
    thread_step.thread_id,
    {
      started_ms: thread_step.started_ms,
      context_tokens: thread_step.context_tokens,
      base_tokens: thread_step.base_tokens,
      is_1h: request_cost.cache_creation_1h_tokens > 0,
      prices: CASE WHEN request_cost.is_priced THEN {
        write_5m: request_cost.p_write_5m, write_1h: request_cost.p_write_1h, read: request_cost.p_read, output: request_cost.p_output
      } END
    } AS step
  FROM thread_step
  JOIN request_cost ON request_cost.request_key = thread_step.request_key
  WHERE thread_step.session_id IN (SELECT session_id FROM compacted)
), beside AS (
  SELECT
    compacted.compaction_key,
    any_value(compacted.session_id) AS session_id,
    any_value(compacted.pre_tokens) AS pre_tokens,
    any_value(compacted.post_tokens) AS post_tokens,
    arg_max(step, step.started_ms) FILTER (WHERE step.started_ms <= compacted.time_ms) AS before,
    arg_min(step, step.started_ms) FILTER (WHERE step.started_ms > compacted.time_ms) AS later
  FROM compacted
  LEFT JOIN step ON compacted.session_id = step.session_id AND compacted.thread_id = step.thread_id
  GROUP BY compacted.compaction_key
), placed AS (
  SELECT
    compaction_key,
    session_id,
    pre_tokens,
    -- The record's size after it holds the base or not, depending on the version; without one, the next request tells.
    bounded(post_tokens - coalesce(before.base_tokens, later.base_tokens), 0, NULL) AS low_tokens,
    coalesce(post_tokens, bounded(later.context_tokens - later.base_tokens, 0, NULL)) AS high_tokens,
    coalesce(before.prices, later.prices) AS prices,
    coalesce(before.is_1h, later.is_1h) AS is_1h,
    before.started_ms AS previous_ms,
    later.started_ms AS next_ms
  FROM beside
), estimated AS (
  SELECT
    compaction_key,
    token_cost(0, 0, 0, pre_tokens, coalesce(low_tokens, 0), 0, 0, 0, prices.read, prices.output, 1) AS low_usd,
    token_cost(0, pre_tokens, 0, 0, coalesce(high_tokens, 0), 0, CASE WHEN is_1h THEN prices.write_1h ELSE prices.write_5m END, 0, 0,
      prices.output, 1) AS high_usd
  FROM placed
  -- Some versions write the summary's request to a transcript of its own: then it is counted already.
  ANTI JOIN observed
    ON observed.session_id = placed.session_id
    AND observed.started_ms >= coalesce(placed.previous_ms, 0)
    AND observed.started_ms <= coalesce(placed.next_ms, 9007199254740991)
), recap AS (
  SELECT DISTINCT uuid FROM raw_record, period
  WHERE subtype = 'away_summary' AND time_ms >= period.start_ms AND time_ms < period.as_of_ms
), own_state AS (
  -- Cumulative, so the largest count of a session is its last.
  SELECT
    coalesce(state.session_id, file.session_id) AS session_id,
    max(state.cost_usd) AS recorded_usd,
    arg_max(state.file_id, (state.cost_usd, file.file_rank, state.line)) AS file_id,
    arg_max(state.line, (state.cost_usd, file.file_rank, state.line)) AS line
  FROM raw_cost_state AS state
  JOIN file USING (file_id)
  WHERE state.model IS NULL AND state.cost_usd IS NOT NULL
  GROUP BY ALL
), own_span AS (
  -- The record has no time: it covers what stands before it.
  SELECT own_state.session_id, any_value(own_state.recorded_usd) AS recorded_usd, max(raw_record.time_ms) AS to_ms
  FROM own_state
  JOIN raw_record ON raw_record.file_id = own_state.file_id AND raw_record.line < own_state.line
  GROUP BY own_state.session_id
), recorded AS (
  SELECT
    own_span.session_id,
    any_value(own_span.recorded_usd) AS recorded_usd,
    usd(sum(request_cost.cost_usd)) AS computed_usd
  FROM own_span
  -- A session that holds copies of another's requests may have counted those too.
  JOIN (SELECT session_id FROM period_session WHERE inherited_requests = 0) AS own ON own.session_id = own_span.session_id
  JOIN request_cost ON request_cost.session_id = own_span.session_id AND request_cost.started_ms <= own_span.to_ms
  CROSS JOIN period
  GROUP BY own_span.session_id
  HAVING count(*) = count(request_cost.cost_usd)
    AND min(request_cost.started_ms) >= any_value(period.start_ms)
    AND max(request_cost.started_ms) < any_value(period.as_of_ms)
), source (source_no, source, unit, session_id, events, low_usd, high_usd, recorded_usd, computed_usd) AS (
  SELECT 1, 'compaction', '{compaction}', NULL, count(*), usd(sum(low_usd)), usd(sum(high_usd)), NULL, NULL FROM estimated
  UNION ALL
  SELECT 2, 'recap', '{recap}', NULL, count(*), NULL, NULL, NULL, NULL FROM recap
  UNION ALL
  SELECT 4 - GROUPING(session_id)::INTEGER, 'cost-state', '{session}', session_id, count(*), sum(recorded_usd - computed_usd),
    sum(recorded_usd - computed_usd), sum(recorded_usd), sum(computed_usd)
  FROM (FROM recorded ORDER BY session_id)
  GROUP BY GROUPING SETS ((), (session_id))
  UNION ALL
  SELECT 5, 'unfinished-output', '{request}', NULL, count(*) FILTER (WHERE is_incomplete), NULL, NULL, NULL, NULL FROM period_request
  UNION ALL
  SELECT 6, 'unpriced', '{token}', NULL,
    coalesce(sum(context_tokens + output_tokens) FILTER (WHERE cost_usd IS NULL), 0), NULL, NULL, NULL, NULL
  FROM period_request
  UNION ALL
  SELECT 7, 'history', 'd', NULL, count(*), NULL, NULL, NULL, NULL
  FROM history_day
  WHERE day_no >= (SELECT min(day_no) FROM history_day WHERE requests > 0)
)
SELECT
  true AS is_total,
  0 AS source_no,
  NULL AS source,
  NULL AS unit,
  NULL AS session_id,
  NULL AS events,
  NULL AS low_usd,
  NULL AS high_usd,
  NULL AS recorded_usd,
  NULL AS computed_usd,
  CASE WHEN events = 0 THEN 0 ELSE low_usd END AS value,
  events > 0 AS lower_bound
FROM source
WHERE source = 'compaction'
UNION ALL
SELECT false, source_no, source, unit, session_id, CAST(events AS DOUBLE), low_usd, high_usd, recorded_usd, computed_usd, NULL, NULL FROM source
ORDER BY is_total DESC, source_no, session_id
