-- One row per entrypoint and version, most requests first, and one for the period (is_total).
WITH tool AS (
  SELECT
    request_key,
    count(*) AS executed,
    count(*) FILTER (WHERE outcome = 'error') AS errors
  FROM period_tool_call
  WHERE outcome IN ('ok', 'error') AND NOT is_dialogue
  GROUP BY request_key
), made AS (
  SELECT
    coalesce(entrypoint, 'unknown') AS entrypoint,
    coalesce(version, 'unknown') AS version,
    period_request.version AS known_version,
    session_id,
    day,
    coalesce(tool.executed, 0) AS executed,
    coalesce(tool.errors, 0) AS errors
  FROM period_request
  LEFT JOIN tool USING (request_key)
), grouped AS (
  SELECT
    GROUPING(version) = 1 AS is_total,
    entrypoint,
    version,
    count(*) AS requests,
    count(DISTINCT session_id) AS sessions,
    min(day) AS first_day,
    max(day) AS last_day,
    sum(executed)::BIGINT AS executed,
    sum(errors)::BIGINT AS errors,
    count(DISTINCT known_version) AS value
  FROM made
  GROUP BY GROUPING SETS ((), (entrypoint, version))
)
SELECT
  *,
  errors / nullif(executed, 0) AS error_rate,
  wilson_low(errors, executed) AS error_rate_low,
  wilson_high(errors, executed) AS error_rate_high
FROM grouped
ORDER BY is_total DESC, requests DESC, entrypoint, version
