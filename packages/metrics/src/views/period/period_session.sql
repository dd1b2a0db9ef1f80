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
    sum(context_tokens + output_tokens) AS tokens,
    sum(context_tokens + output_tokens) FILTER (WHERE cost_usd IS NULL) AS unpriced_tokens,
    count(*) FILTER (WHERE cost_usd IS NULL) AS unpriced_requests,
    count(*) FILTER (WHERE is_incomplete) AS incomplete_requests,
    count(DISTINCT thread_id) FILTER (WHERE thread_kind = 'subagent') AS subagents,
    sum(cost_usd) AS cost_usd,
    sum(cost_usd) FILTER (WHERE thread_kind = 'main') AS own_cost_usd,
    sum(plain_output_usd) AS plain_output_usd,
    sum(premium_usd) AS premium_usd,
    sum(carry_usd) AS carry_usd,
    coalesce(sum(miss_usd) FILTER (WHERE miss_cause IN ('ttl_expiry', 'prefix_change', 'model_switch')), 0) AS avoidable_usd
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
    count(*) AS main_requests,
    bool_and(cost_usd IS NOT NULL) AS is_crux_gradable,
    sum(output_tokens) AS main_output,
    sum(cache_read_tokens) AS main_read,
    sum(cache_read_tokens + cache_creation_tokens) AS crux_context,
    arg_min(cache_read_tokens + cache_creation_tokens, step) AS crux_first,
    arg_max(cache_read_tokens + cache_creation_tokens, step) AS crux_last,
    arg_min(standard_read, step) AS first_read_price
  FROM period_thread_step
  WHERE thread_kind = 'main'
  GROUP BY session_id
), models AS (
  SELECT session_id, arg_max(model, (cost_usd, requests, model)) AS model
  FROM (
    SELECT session_id, model, coalesce(sum(cost_usd), 0) AS cost_usd, count(*) AS requests
    FROM period_request WHERE model IS NOT NULL GROUP BY session_id, model
  )
  GROUP BY session_id
), happening AS (
  SELECT session_id, 'compaction' AS kind, NULL AS outcome, NULL AS active_ms
  FROM compaction, period
  WHERE compaction.kind = 'compact' AND time_ms >= start_ms AND time_ms < as_of_ms
  UNION ALL
  SELECT session_id, 'interruption', NULL, NULL FROM interruption, period WHERE time_ms >= start_ms AND time_ms < as_of_ms
  UNION ALL
  SELECT session_id, CASE WHEN is_human THEN 'prompt' WHEN kind = 'sdk' THEN 'sdk' END, NULL, NULL FROM period_prompt
  UNION ALL
  SELECT session_id, 'call', CASE WHEN NOT is_dialogue THEN outcome END, NULL FROM period_tool_call
  UNION ALL
  SELECT session_id, 'active', NULL, to_ms - from_ms FROM period_active
  UNION ALL
  SELECT session_id, 'inherited', NULL, NULL FROM inherited_request
), happenings AS (
  SELECT
    session_id,
    count(*) FILTER (WHERE kind = 'compaction') AS compactions,
    count(*) FILTER (WHERE kind = 'prompt') AS prompts,
    count(*) FILTER (WHERE kind IN ('prompt', 'sdk')) AS turns,
    count(*) FILTER (WHERE kind = 'call') AS tool_calls,
    count(*) FILTER (WHERE outcome = 'error') AS tool_errors,
    count(*) FILTER (WHERE outcome IN ('ok', 'error')) AS executed,
    count(*) FILTER (WHERE kind = 'interruption' OR outcome = 'rejected') AS stops,
    sum(active_ms) / 1000 AS active_s,
    count(*) FILTER (WHERE kind = 'inherited') AS inherited_requests
  FROM happening
  GROUP BY session_id
), shares AS (
  SELECT
    requests.* EXCLUDE (tokens, unpriced_tokens, carry_usd),
    model,
    context_peak_tokens,
    context_growth,
    context_end_growth,
    context_peak_growth,
    window_tokens,
    is_crux_gradable,
    context_peak_tokens / window_tokens AS context_fill,
    coalesce(compactions, 0) AS compactions,
    coalesce(tool_calls, 0) AS tool_calls,
    coalesce(tool_errors, 0) AS tool_errors,
    coalesce(prompts, 0) AS prompts,
    coalesce(active_s, 0) AS active_s,
    coalesce(inherited_requests, 0) AS inherited_requests,
    CAST(carry_usd AS DOUBLE) / nullif(CAST(cost_usd AS DOUBLE), 0) AS carry_share,
    CAST(avoidable_usd AS DOUBLE) / nullif(CAST(cost_usd AS DOUBLE), 0) AS avoidable_share,
    happenings.tool_errors / nullif(executed, 0) AS tool_error_rate,
    stops / nullif(turns, 0) AS stop_rate,
    -- Placeholder outputs would make every old session look dear.
    CASE WHEN incomplete_requests * 2 <= requests THEN
      CAST(cost_usd AS DOUBLE) / nullif(CAST(plain_output_usd AS DOUBLE), 0) END AS output_cost_ratio,
    requests >= 5 AND output_tokens >= 500 AND cost_usd > 0 AND coalesce(unpriced_tokens, 0) <= 0.05 * tokens AS is_gradable,
    crux_last / greatest(1, crux_first) AS crux_growth,
    CASE WHEN crux_first >= 1000 THEN crux_last / crux_first END AS context_growth_crux,
    CAST(greatest(0, main_read - main_requests * crux_first) AS DECIMAL(20, 0)) * first_read_price AS premium_crux_usd,
    100 * main_output / nullif(crux_context, 0) AS crux_efficiency,
    CASE WHEN main_output = 0 THEN 0 ELSE CAST(own_cost_usd AS DOUBLE) / (main_output / 1000) END AS crux_cost_per_1k
  FROM requests
  LEFT JOIN main_thread USING (session_id)
  LEFT JOIN models USING (session_id)
  LEFT JOIN happenings USING (session_id)
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
  * EXCLUDE (is_gradable, is_crux_gradable, crux_efficiency, crux_cost_per_1k),
  CASE WHEN score >= 85 THEN 'A' WHEN score >= 70 THEN 'B' WHEN score >= 55 THEN 'C' WHEN score >= 40 THEN 'D'
    WHEN score IS NOT NULL THEN 'F' END AS grade,
  CASE WHEN crux_score >= 90 THEN 'A' WHEN crux_score >= 75 THEN 'B' WHEN crux_score >= 60 THEN 'C'
    WHEN crux_score >= 40 THEN 'D' WHEN crux_score IS NOT NULL THEN 'F' END AS grade_crux
FROM graded;
