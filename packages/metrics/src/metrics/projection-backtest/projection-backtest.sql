-- One row per local day that is over, from the first request on, days without a request included.
SELECT day, is_weekend, usd(cost_usd) AS usd, seed
FROM history_day, period
WHERE is_over
ORDER BY day_no
