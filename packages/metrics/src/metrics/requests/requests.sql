-- One row per step of the period, and one for the period (is_total).
SELECT is_total, time, requests, requests AS value
FROM period_usage
ORDER BY is_total DESC, step_no
