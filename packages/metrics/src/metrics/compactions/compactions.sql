-- One row per trigger, and one for the period (is_total). What looks back on the thread may lie before the period.
WITH marker AS (
  SELECT *, lag(time_ms) OVER (PARTITION BY session_id, thread_id ORDER BY time_ms, compaction_key) AS previous_ms
  FROM compaction
  WHERE kind = 'compact'
), measured AS MATERIALIZED (
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
  LEFT JOIN thread_step ON thread_step.session_id = marker.session_id AND thread_step.thread_id = marker.thread_id
  WHERE time_ms >= (SELECT start_ms FROM period) AND time_ms < (SELECT as_of_ms FROM period)
  GROUP BY marker.compaction_key
)
SELECT
  GROUPING(trigger) = 1 AS is_total,
  trigger,
  count(*) AS compactions,
  count(*) / (SELECT nullif(count(*), 0) FROM measured) AS share,
  median(pre_tokens) AS tokens_before,
  median(post_tokens) AS tokens_after,
  CAST(sum(coalesce(pre_tokens - post_tokens, context_before - context_after)) AS DOUBLE) AS tokens_shed,
  median(requests_since) AS requests_since,
  median(usd(since_usd)) AS since_usd,
  count(*) FILTER (WHERE is_repeated AND requests_since <= 20) AS thrash,
  count(*) AS value
FROM measured
GROUP BY GROUPING SETS ((), (trigger))
ORDER BY is_total DESC, compactions DESC, trigger
