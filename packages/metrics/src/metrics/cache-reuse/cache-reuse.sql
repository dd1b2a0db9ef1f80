-- One row for the period (is_total), then one per step of it.
SELECT is_total, time, cache_read_tokens / nullif(cache_creation_tokens, 0) AS cache_reuse, cache_reuse AS value FROM period_usage
