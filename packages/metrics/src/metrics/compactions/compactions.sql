-- One row per trigger, and one for the period (is_total). Tokens are medians.
SELECT
  GROUPING(trigger) = 1 AS is_total,
  trigger,
  count(*) AS compactions,
  median(pre_tokens) AS tokens_before,
  median(post_tokens) AS tokens_after,
  count(*) AS value
FROM compaction
WHERE kind = 'compact' AND time_ms >= (SELECT start_ms FROM period) AND time_ms < (SELECT as_of_ms FROM period)
GROUP BY GROUPING SETS ((), (trigger))
ORDER BY is_total DESC, compactions DESC, trigger
