-- One row for the period (is_total), then one per step of it.
SELECT is_total, time, requests, requests AS value FROM period_usage
