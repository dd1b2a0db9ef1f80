-- One row per local day with at least ten priced requests, up to 400 days back, and one per such day and model or version (kind not NULL).
WITH used AS (
  SELECT
    history_day.day_no,
    history_day.day,
    history_day.end_ms > (SELECT start_ms FROM period) AS in_period,
    request_cost.model,
    request_cost.version,
    request_cost.cost_usd,
    request_cost.cache_creation_tokens,
    request_cost.cache_creation_1h_tokens,
    CASE WHEN thread_step.thread_kind = 'main' THEN thread_step.base_tokens END AS base_tokens
  FROM request_cost
  JOIN thread_step ON thread_step.request_key = request_cost.request_key
  ASOF JOIN history_day ON request_cost.started_ms >= history_day.start_ms
  WHERE request_cost.cost_usd IS NOT NULL
    AND request_cost.started_ms < (SELECT as_of_ms FROM period)
    AND history_day.day_no > (SELECT max(day_no) - 400 FROM history_day)
), active AS (
  SELECT
    day_no,
    any_value(day) AS day,
    bool_or(in_period) AS in_period,
    count(*) AS requests,
    usd(sum(cost_usd)) / count(*) AS unit_usd,
    CAST(sum(cache_creation_tokens) AS DOUBLE) AS written_tokens,
    CAST(sum(cache_creation_1h_tokens) AS DOUBLE) AS written_1h_tokens,
    median(base_tokens) AS base_tokens
  FROM used
  GROUP BY day_no
  HAVING count(*) >= 10
)
SELECT active.*, NULL AS kind, NULL AS name, NULL AS named_requests FROM active
UNION ALL BY NAME
SELECT day_no, kind, name, count(*) AS named_requests
FROM (
  SELECT day_no, 'model' AS kind, model AS name FROM used
  UNION ALL
  SELECT day_no, 'version', version FROM used
)
WHERE name IS NOT NULL AND day_no IN (SELECT day_no FROM active)
GROUP BY ALL
ORDER BY kind NULLS FIRST, name, day_no
