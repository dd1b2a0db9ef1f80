-- One row for the period (is_total), then one per step of it.
SELECT is_total, time, CAST(cache_read_tokens AS DOUBLE) AS tokens, tokens AS value FROM period_usage
