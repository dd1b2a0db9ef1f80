-- One row per trigger, and one for the period (is_total). What looks back on the thread may lie before the period.
WITH marker AS (
  SELECT
    *,
    CASE WHEN lag(session_id) OVER by_thread = session_id AND lag(thread_id) OVER by_thread = thread_id
      THEN lag(time_ms) OVER by_thread END AS previous_ms
  FROM compaction
  WHERE kind = 'compact'
  -- Sorts once; a partition for each thread would sort them one by one.
  WINDOW by_thread AS (ORDER BY session_id, thread_id, time_ms, compaction_key)
), measured AS (
  SELECT
    marker.compaction_key,
    any_value(marker.trigger) AS trigger,
    any_value(marker.pre_tokens) AS pre_tokens,
    any_value(marker.post_tokens) AS post_tokens,
    any_value(marker.previous_ms) IS NOT NULL AS is_repeated,
    arg_max(context_tokens, step) FILTER (WHERE started_ms <= time_ms) AS context_before,
    arg_min(context_tokens, step) FILTER (WHERE started_ms > time_ms) AS context_after,
    count(*) FILTER (WHERE started_ms <= time_ms AND coalesce(started_ms > previous_ms, true)) AS requests_since,
    CASE WHEN requests_since = 0 THEN 0
      ELSE sum(cost_usd) FILTER (WHERE started_ms <= time_ms AND coalesce(started_ms > previous_ms, true)) END AS since_usd
  FROM marker
  JOIN period ON time_ms >= start_ms AND time_ms < as_of_ms
  LEFT JOIN thread_step ON thread_step.session_id = marker.session_id AND thread_step.thread_id = marker.thread_id
  GROUP BY marker.compaction_key
)
SELECT true AS is_total, count(*) AS value
FROM compaction, period
WHERE compaction.kind = 'compact' AND time_ms >= start_ms AND time_ms < as_of_ms
UNION ALL BY NAME
SELECT
  false AS is_total,
  trigger,
  count(*) AS compactions,
  count(*) / sum(count(*)) OVER () AS share,
  median(pre_tokens) AS tokens_before,
  median(post_tokens) AS tokens_after,
  CAST(sum(coalesce(pre_tokens - post_tokens, context_before - context_after)) AS DOUBLE) AS tokens_shed,
  median(requests_since) AS requests_since,
  median(usd(since_usd)) AS since_usd,
  count(*) FILTER (WHERE is_repeated AND requests_since <= 20) AS thrash
FROM measured
GROUP BY trigger
ORDER BY is_total DESC, compactions DESC, trigger
