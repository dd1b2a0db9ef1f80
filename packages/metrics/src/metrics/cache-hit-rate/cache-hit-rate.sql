-- One row for the period (is_total), then one per step of it.
SELECT is_total, time, cache_read_tokens / nullif(context_tokens, 0) AS cache_hit_rate, cache_hit_rate AS value FROM period_usage
