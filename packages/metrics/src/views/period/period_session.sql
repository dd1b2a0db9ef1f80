-- One row per session with a request in the period: its figures and grades from its requests in the period.
CREATE OR REPLACE TABLE derived.period_session AS
WITH requests AS (
  SELECT
    session_id,
    any_value(project) AS project,
    arg_min(git_branch, (started_ms, request_key)) FILTER (WHERE git_branch IS NOT NULL) AS branch,
    min(started_ms) AS started_ms,
    max(ended_ms) AS ended_ms,
    count(*) AS requests,
    sum(input_tokens) AS input_tokens,
    sum(output_tokens) AS output_tokens,
    sum(cache_creation_tokens) AS cache_creation_tokens,
    sum(cache_read_tokens) AS cache_read_tokens,
    sum(cost_usd) AS cost_usd,
    sum(cost_usd) FILTER (WHERE thread_kind = 'main') AS own_cost_usd,
    count(*) FILTER (WHERE cost_usd IS NULL) AS unpriced_requests,
    sum(context_tokens + output_tokens) FILTER (WHERE cost_usd IS NULL) AS unpriced_tokens,
    sum(context_tokens + output_tokens) AS tokens,
    count(*) FILTER (WHERE is_incomplete) AS incomplete_requests,
    sum(plain_output_usd) AS plain_output_usd,
    count(DISTINCT thread_id) FILTER (WHERE thread_kind = 'subagent') AS subagents
  FROM period_request
  GROUP BY session_id
), models AS (
  SELECT session_id, arg_max(model, (cost_usd, requests, model)) AS model
  FROM (
    SELECT session_id, model, coalesce(sum(cost_usd), 0) AS cost_usd, count(*) AS requests
    FROM period_request WHERE model IS NOT NULL GROUP BY session_id, model
  )
  GROUP BY session_id
), carried AS (
  SELECT
    session_id,
    sum(premium_usd) AS premium_usd,
    sum(carry_usd) AS carry_usd,
    sum(miss_usd) FILTER (WHERE miss_cause IN ('ttl_expiry', 'prefix_change', 'model_switch')) AS avoidable_usd
  FROM period_thread_step
  GROUP BY session_id
), main_thread AS (
  SELECT
    session_id,
    max(context_tokens) AS context_peak_tokens,
    sum(context_tokens) / nullif(count(*) * any_value(base_tokens), 0) AS context_growth,
    arg_max(context_tokens, step) / nullif(any_value(base_tokens), 0) AS context_end_growth,
    max(context_tokens) / nullif(any_value(base_tokens), 0) AS context_peak_growth,
    -- 200,000 until the session exceeds it, then the model's; never its own peak.
    CASE WHEN max(peak_tokens) <= 200000 THEN 200000 ELSE arg_max(context_window, (context_tokens, step)) END AS window_tokens,
    count(*) AS requests,
    sum(cache_read_tokens + cache_creation_tokens) AS crux_context,
    sum(output_tokens) AS output_tokens,
    sum(cost_usd) AS cost_usd,
    count(*) FILTER (WHERE cost_usd IS NULL) AS unpriced_requests,
    arg_min(cache_read_tokens + cache_creation_tokens, step) AS crux_first,
    arg_max(cache_read_tokens + cache_creation_tokens, step) AS crux_last,
    sum(cache_read_tokens) AS cache_read_tokens,
    arg_min(standard_read, step) AS first_read_price
  FROM period_thread_step
  WHERE thread_kind = 'main'
  GROUP BY session_id
), happening AS (
  SELECT session_id, 'compaction' AS kind FROM compaction
  WHERE kind = 'compact' AND time_ms >= (SELECT start_ms FROM period) AND time_ms < (SELECT as_of_ms FROM period)
  UNION ALL
  SELECT session_id, 'interruption' FROM interruption
  WHERE time_ms >= (SELECT start_ms FROM period) AND time_ms < (SELECT as_of_ms FROM period)
  UNION ALL
  SELECT session_id, CASE WHEN is_human THEN 'prompt' WHEN kind = 'sdk' THEN 'sdk' END FROM period_prompt
), happenings AS (
  SELECT
    session_id,
    count(*) FILTER (WHERE kind = 'compaction') AS compactions,
    count(*) FILTER (WHERE kind = 'interruption') AS interruptions,
    count(*) FILTER (WHERE kind = 'prompt') AS prompts,
    count(*) FILTER (WHERE kind IN ('prompt', 'sdk')) AS turns
  FROM happening
  GROUP BY session_id
), tools AS (
  SELECT
    session_id,
    count(*) AS tool_calls,
    count(*) FILTER (WHERE outcome = 'error' AND NOT is_dialogue) AS tool_errors,
    count(*) FILTER (WHERE outcome IN ('ok', 'error') AND NOT is_dialogue) AS executed,
    count(*) FILTER (WHERE outcome = 'rejected' AND NOT is_dialogue) AS rejections
  FROM period_tool_call
  GROUP BY session_id
), inherited AS (
  SELECT usage_line.line_session_id AS session_id, count(DISTINCT request_key) AS inherited_requests
  FROM usage_line
  JOIN request USING (request_key)
  WHERE usage_line.line_session_id <> request.session_id
  GROUP BY usage_line.line_session_id
), active AS (
  SELECT session_id, sum(to_ms - from_ms) / 1000 AS active_s FROM period_active GROUP BY session_id
), shares AS (
  SELECT
    requests.*,
    models.model,
    carried.premium_usd,
    coalesce(carried.avoidable_usd, 0) AS avoidable_usd,
    main_thread.context_peak_tokens,
    main_thread.context_growth,
    main_thread.context_end_growth,
    main_thread.context_peak_growth,
    main_thread.window_tokens,
    main_thread.context_peak_tokens / main_thread.window_tokens AS context_fill,
    coalesce(happenings.compactions, 0) AS compactions,
    coalesce(tools.tool_calls, 0) AS tool_calls,
    coalesce(tools.tool_errors, 0) AS tool_errors,
    coalesce(happenings.prompts, 0) AS prompts,
    coalesce(active.active_s, 0) AS active_s,
    coalesce(inherited.inherited_requests, 0) AS inherited_requests,
    CAST(carried.carry_usd AS DOUBLE) / nullif(CAST(requests.cost_usd AS DOUBLE), 0) AS carry_share,
    CAST(coalesce(carried.avoidable_usd, 0) AS DOUBLE) / nullif(CAST(requests.cost_usd AS DOUBLE), 0) AS avoidable_share,
    tools.tool_errors / nullif(tools.executed, 0) AS tool_error_rate,
    (coalesce(happenings.interruptions, 0) + coalesce(tools.rejections, 0)) / nullif(happenings.turns, 0) AS stop_rate,
    -- Placeholder outputs would make every old session look dear.
    CASE WHEN requests.incomplete_requests * 2 <= requests.requests THEN
      CAST(requests.cost_usd AS DOUBLE) / nullif(CAST(requests.plain_output_usd AS DOUBLE), 0) END AS output_cost_ratio,
    requests.requests >= 5
      AND requests.output_tokens >= 500
      AND requests.cost_usd > 0
      AND coalesce(requests.unpriced_tokens, 0) <= 0.05 * requests.tokens AS is_gradable,
    main_thread.crux_last / greatest(1, main_thread.crux_first) AS crux_growth,
    CASE WHEN main_thread.crux_first >= 1000 THEN main_thread.crux_last / main_thread.crux_first END AS context_growth_crux,
    CAST(greatest(0, main_thread.cache_read_tokens - main_thread.requests * main_thread.crux_first) AS DECIMAL(20, 0))
      * main_thread.first_read_price AS premium_crux_usd,
    100 * main_thread.output_tokens / nullif(main_thread.crux_context, 0) AS crux_efficiency,
    CASE WHEN main_thread.output_tokens = 0 THEN 0
      ELSE CAST(main_thread.cost_usd AS DOUBLE) / (main_thread.output_tokens / 1000) END AS crux_cost_per_1k,
    coalesce(main_thread.unpriced_requests, 1) = 0 AS is_crux_gradable
  FROM requests
  LEFT JOIN models USING (session_id)
  LEFT JOIN carried USING (session_id)
  LEFT JOIN main_thread USING (session_id)
  LEFT JOIN happenings USING (session_id)
  LEFT JOIN tools USING (session_id)
  LEFT JOIN inherited USING (session_id)
  LEFT JOIN active USING (session_id)
), scores AS (
  SELECT
    *,
    score_of(carry_share, 0.20, 0.60) AS carry_score,
    score_of(avoidable_share, 0.02, 0.25) AS avoidable_score,
    score_of(tool_error_rate, 0.03, 0.20) AS error_score,
    score_of(stop_rate, 0.05, 0.30) AS stop_score,
    score_of(output_cost_ratio, 3, 15) AS output_score,
    CASE WHEN is_crux_gradable THEN
      100
      - CASE WHEN crux_growth > 8 THEN 30 WHEN crux_growth > 5 THEN 20 WHEN crux_growth > 3 THEN 10 ELSE 0 END
      - CASE WHEN crux_efficiency < 0.1 THEN 30 WHEN crux_efficiency < 0.2 THEN 15 ELSE 0 END
      - CASE WHEN crux_cost_per_1k > 1 THEN 20 WHEN crux_cost_per_1k > 0.5 THEN 10 ELSE 0 END
      + CASE WHEN compactions > 0 THEN 5 ELSE 0 END
    END AS crux_score
  FROM shares
), weighed AS (
  SELECT
    *,
    CASE WHEN carry_score IS NULL THEN 0 ELSE 30 END + CASE WHEN avoidable_score IS NULL THEN 0 ELSE 25 END
      + CASE WHEN error_score IS NULL THEN 0 ELSE 20 END + CASE WHEN stop_score IS NULL THEN 0 ELSE 10 END
      + CASE WHEN output_score IS NULL THEN 0 ELSE 15 END AS weight,
    30 * coalesce(carry_score, 0) + 25 * coalesce(avoidable_score, 0) + 20 * coalesce(error_score, 0)
      + 10 * coalesce(stop_score, 0) + 15 * coalesce(output_score, 0) AS points
  FROM scores
), graded AS (
  SELECT *, CASE WHEN is_gradable AND weight >= 60 THEN points / weight END AS score FROM weighed
)
SELECT
  *,
  CASE WHEN score >= 85 THEN 'A' WHEN score >= 70 THEN 'B' WHEN score >= 55 THEN 'C' WHEN score >= 40 THEN 'D'
    WHEN score IS NOT NULL THEN 'F' END AS grade,
  CASE WHEN crux_score >= 90 THEN 'A' WHEN crux_score >= 75 THEN 'B' WHEN crux_score >= 60 THEN 'C'
    WHEN crux_score >= 40 THEN 'D' WHEN crux_score IS NOT NULL THEN 'F' END AS grade_crux
FROM graded;
