-- One row per kind and code, and one for the period (is_total).
SELECT
  GROUPING(kind) = 1 AS is_total,
  kind,
  code,
  count(*) AS errors,
  count(*) FILTER (WHERE kind = 'failure') AS value
FROM api_error
WHERE time_ms >= (SELECT start_ms FROM period) AND time_ms < (SELECT as_of_ms FROM period)
GROUP BY GROUPING SETS ((), (kind, code))
ORDER BY is_total DESC, kind, errors DESC, code
