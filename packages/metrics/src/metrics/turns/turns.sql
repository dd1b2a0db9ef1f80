-- One row for the period without a day, one per local day with a turn, and one for the period (is_total).
WITH written AS (
  SELECT
    min(time_ms) AS time_ms,
    owner_session(producer_session_id, coalesce(raw_turn.session_id, file.session_id), own_from_ms) AS session_id,
    max(duration_ms) AS duration_ms
  FROM raw_turn
  JOIN period ON time_ms >= start_ms AND time_ms < as_of_ms
  JOIN file USING (file_id)
  GROUP BY coalesce(uuid, 'line ' || file.name || ':' || line || ':' || part)
), event AS (
  SELECT turn_key, ended_ms AS last_ms, 1 AS requests, 0 AS calls, 0 AS searches, NULL AS duration_ms
  FROM period_request_turn
  UNION ALL
  SELECT turn_key, coalesce(result_ms, time_ms), 0, 1, CASE WHEN tool IN ('Grep', 'Glob', 'LS') THEN 1 ELSE 0 END, NULL
  FROM period_tool_call
  JOIN period_request_turn USING (request_key)
  UNION ALL
  SELECT turn_key, NULL, 0, 0, 0, duration_ms
  FROM written
  JOIN period_turn ON period_turn.session_id = written.session_id AND time_ms >= from_ms AND time_ms < to_ms
), happened AS (
  SELECT
    turn_key,
    max(last_ms) AS last_ms,
    sum(requests) AS requests,
    sum(calls) AS calls,
    sum(searches) AS searches,
    sum(duration_ms) AS duration_ms
  FROM event
  GROUP BY turn_key
), grouped AS (
  SELECT
    day,
    count(*) AS turns,
    count(*) FILTER (WHERE requests > 0) AS answered,
    quantile_cont(coalesce(duration_ms, last_ms - from_ms), [0.5, 0.95]) FILTER (WHERE requests > 0) AS quantiles,
    sum(requests) / nullif(answered, 0) AS requests_per_turn,
    sum(calls) / nullif(answered, 0) AS tool_calls_per_turn,
    count(*) FILTER (WHERE is_interrupted) AS interrupted,
    interrupted / turns AS interruption_rate,
    sum(searches) / nullif(sum(calls), 0) AS search_share
  FROM period_turn
  LEFT JOIN happened USING (turn_key)
  GROUP BY GROUPING SETS ((), (day))
)
SELECT true AS is_total, count(*) AS value FROM period_turn
UNION ALL BY NAME
SELECT
  false AS is_total,
  grouped.*,
  quantiles[1] / 1000 AS p50_s,
  CASE WHEN answered >= 20 THEN quantiles[2] / 1000 END AS p95_s
FROM grouped
ORDER BY is_total DESC, day NULLS FIRST
