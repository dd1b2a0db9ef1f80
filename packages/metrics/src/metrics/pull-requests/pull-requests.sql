-- One row per pull request linked in the period, largest cost first, and one for the period (is_total).
WITH touched AS (
  SELECT DISTINCT
    coalesce(raw_pull_request.producer_session_id, raw_pull_request.session_id, file.session_id) AS session_id,
    raw_pull_request.repository,
    raw_pull_request.number
  FROM raw_pull_request
  JOIN file USING (file_id), period
  WHERE raw_pull_request.time_ms >= period.start_ms AND raw_pull_request.time_ms < period.as_of_ms
), session_cost AS (
  SELECT
    session_id,
    sum(cost_usd) AS cost_usd,
    bool_or(is_incomplete OR cost_usd IS NULL) AS lower_bound
  FROM period_request
  GROUP BY session_id
), pull_request AS (
  SELECT repository, number, count(*) AS sessions, sum(cost_usd) AS cost
  FROM touched
  LEFT JOIN session_cost USING (session_id)
  GROUP BY repository, number
)
SELECT true AS is_total, NULL AS repository, NULL AS number, NULL AS sessions, NULL AS cost_usd, NULL AS cost, count(*) AS value
FROM pull_request
UNION ALL
SELECT false, repository, number, sessions, usd(cost), cost, NULL
FROM pull_request
ORDER BY is_total DESC, cost DESC NULLS LAST, repository, number
