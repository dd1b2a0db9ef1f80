-- One row per period (`is_current`: this one, else the one before), project, model and list price: requests, tokens and parts of the
-- cost; and one per period with its cost and sessions (project NULL).
WITH span AS (
  SELECT true AS is_current, start_ms AS from_ms, as_of_ms AS to_ms FROM period
  UNION ALL
  SELECT false, previous_start_ms, previous_as_of_ms FROM period WHERE previous_start_ms IS NOT NULL
), used AS (
  SELECT
    span.is_current,
    session_project.project,
    request_cost.session_id,
    request_cost.model,
    request_cost.standard_input,
    request_cost.standard_write_5m,
    request_cost.standard_write_1h,
    request_cost.standard_read,
    request_cost.standard_output,
    request_cost.input_tokens,
    request_cost.cache_creation_5m_tokens,
    request_cost.cache_creation_1h_tokens,
    request_cost.cache_read_tokens,
    request_cost.output_tokens,
    request_cost.cost_usd,
    thread_step.rebuild_cause IN ('session_start', 'resume') AS is_start,
    thread_step.base_carried_usd,
    thread_step.base_built_usd,
    thread_step.history_carried_usd,
    thread_step.history_rebuilt_usd,
    thread_step.new_usd,
    thread_step.plain_output_usd,
    thread_step.long_context_usd,
    thread_step.factor_usd,
    thread_step.fee_usd
  FROM request_cost
  JOIN span ON request_cost.started_ms >= span.from_ms AND request_cost.started_ms < span.to_ms
  JOIN session_project ON session_project.session_id = request_cost.session_id
  JOIN thread_step ON thread_step.request_key = request_cost.request_key
)
SELECT
  is_current,
  project,
  model,
  count(*) AS requests,
  usd(standard_input) AS p_input,
  usd(standard_write_5m) AS p_write_5m,
  usd(standard_write_1h) AS p_write_1h,
  usd(standard_read) AS p_read,
  usd(standard_output) AS p_output,
  CAST(sum(input_tokens) AS DOUBLE) AS input_tokens,
  CAST(sum(cache_creation_5m_tokens) AS DOUBLE) AS write_5m_tokens,
  CAST(sum(cache_creation_1h_tokens) AS DOUBLE) AS write_1h_tokens,
  CAST(sum(cache_read_tokens) AS DOUBLE) AS read_tokens,
  CAST(sum(output_tokens) AS DOUBLE) AS output_tokens,
  usd(sum(base_carried_usd + history_carried_usd)) AS context_usd,
  usd(sum(CASE WHEN is_start THEN base_built_usd ELSE 0 END)) AS session_start_usd,
  usd(sum(CASE WHEN is_start THEN 0 ELSE base_built_usd END + history_rebuilt_usd)) AS cache_usd,
  usd(sum(new_usd)) AS new_material_usd,
  usd(sum(plain_output_usd)) AS output_usd,
  usd(sum(long_context_usd + factor_usd)) AS premiums_usd,
  usd(sum(fee_usd)) AS fees_usd,
  NULL AS cost_usd,
  NULL AS sessions
FROM used
WHERE cost_usd IS NOT NULL
GROUP BY is_current, project, model, standard_input, standard_write_5m, standard_write_1h, standard_read, standard_output
UNION ALL BY NAME
SELECT is_current, usd(sum(cost_usd)) AS cost_usd, count(DISTINCT session_id) AS sessions FROM used GROUP BY is_current
ORDER BY is_current, project NULLS FIRST, model, p_input, p_write_5m, p_write_1h, p_read, p_output
