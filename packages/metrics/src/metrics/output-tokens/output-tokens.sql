-- One row for the period (is_total), then one per step of it.
SELECT is_total, time, CAST(output_tokens AS DOUBLE) AS tokens, tokens AS value, is_incomplete AS lower_bound FROM period_usage
