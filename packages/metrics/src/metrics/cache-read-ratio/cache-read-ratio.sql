-- One row per step of the period, and one for the period (is_total).
SELECT is_total, time, cache_read_tokens / nullif(cache_read_tokens + input_tokens, 0) AS cache_read_ratio, cache_read_ratio AS value
FROM period_usage
ORDER BY is_total DESC, step_no
