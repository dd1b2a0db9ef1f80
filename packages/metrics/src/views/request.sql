-- One row per request: its figures, time, thread and owner session; advisors are requests of their own.
CREATE OR REPLACE TABLE derived.request AS
WITH owner AS (
  SELECT
    request_key,
    coalesce(
      arg_min(producer_session_id, (NOT is_counted, line_no)) FILTER (WHERE producer_session_id IS NOT NULL),
      arg_min(line_session_id, (NOT is_counted, own_from_ms, line_session_id))
    ) AS session_id
  FROM usage_line
  GROUP BY request_key
), message AS (
  SELECT
    request_key,
    any_value(model) FILTER (WHERE is_representative) AS model,
    any_value(speed) FILTER (WHERE is_representative) AS speed,
    any_value(service_tier) FILTER (WHERE is_representative) AS service_tier,
    any_value(inference_geo) FILTER (WHERE is_representative) AS inference_geo,
    any_value(message_id) FILTER (WHERE line_no = 1) AS message_id,
    any_value(parent_message_id) FILTER (WHERE line_no = 1) AS parent_message_id,
    any_value(cwd) FILTER (WHERE line_no = 1) AS cwd,
    any_value(git_branch) FILTER (WHERE line_no = 1) AS git_branch,
    any_value(version) FILTER (WHERE line_no = 1) AS version,
    any_value(entrypoint) FILTER (WHERE line_no = 1) AS entrypoint,
    max(input_tokens) FILTER (WHERE is_of_model) AS input_tokens,
    max(output_tokens) FILTER (WHERE is_of_model) AS output_tokens,
    max(cache_creation_tokens) FILTER (WHERE is_of_model) AS cache_creation_tokens,
    max(cache_creation_1h_tokens) FILTER (WHERE is_of_model) AS cache_creation_1h_tokens,
    max(cache_read_tokens) FILTER (WHERE is_of_model) AS cache_read_tokens,
    max(web_search_requests) FILTER (WHERE is_of_model) AS web_search_requests,
    arg_max(stop_reason, line_no) FILTER (WHERE stop_reason IS NOT NULL) AS stop_reason,
    min(time_ms) AS started_ms,
    max(time_ms) AS ended_ms,
    min(agent_id) AS agent_id,
    bool_and(is_sidechain) AS is_sidechain,
    min(sidechain_root) AS sidechain_root,
    min(cache_miss_reason) AS cache_miss_reason,
    NULL AS advisor_of
  FROM (
    SELECT
      raw_usage_line.*,
      request_key,
      line_no,
      is_representative,
      raw_usage_line.model IS NOT DISTINCT FROM request_model AS is_of_model
    FROM usage_line
    JOIN raw_usage_line USING (file_id, line, part)
    WHERE is_counted
  )
  GROUP BY request_key
), advisor_line AS (
  SELECT
    usage_line.request_key || chr(1) || ':' || raw_iteration.ordinal AS request_key,
    usage_line.request_key AS advisor_of,
    raw_iteration.* EXCLUDE (file_id, line, part),
    usage_line.time_ms,
    first_value(raw_iteration.model) OVER (
      PARTITION BY usage_line.request_key, raw_iteration.ordinal
      ORDER BY raw_iteration.output_tokens DESC, usage_line.time_ms DESC, raw_iteration.model DESC, usage_line.line_no
    ) AS request_model
  FROM raw_iteration
  JOIN usage_line USING (file_id, line, part)
  WHERE is_counted
), advisor AS (
  SELECT
    advisor_line.request_key,
    any_value(request_model) AS model,
    NULL AS speed,
    any_value(message.service_tier) AS service_tier,
    any_value(message.inference_geo) AS inference_geo,
    max(advisor_line.input_tokens) FILTER (WHERE advisor_line.model = request_model) AS input_tokens,
    max(advisor_line.output_tokens) FILTER (WHERE advisor_line.model = request_model) AS output_tokens,
    max(advisor_line.cache_creation_tokens) FILTER (WHERE advisor_line.model = request_model) AS cache_creation_tokens,
    max(advisor_line.cache_creation_1h_tokens) FILTER (WHERE advisor_line.model = request_model) AS cache_creation_1h_tokens,
    max(advisor_line.cache_read_tokens) FILTER (WHERE advisor_line.model = request_model) AS cache_read_tokens,
    max(advisor_line.web_search_requests) FILTER (WHERE advisor_line.model = request_model) AS web_search_requests,
    any_value(message.stop_reason) AS stop_reason,
    any_value(message.started_ms) AS started_ms,
    any_value(message.ended_ms) AS ended_ms,
    any_value(message.agent_id) AS agent_id,
    any_value(message.is_sidechain) AS is_sidechain,
    any_value(message.sidechain_root) AS sidechain_root,
    NULL AS message_id,
    NULL AS parent_message_id,
    NULL AS cache_miss_reason,
    any_value(message.cwd) AS cwd,
    any_value(message.git_branch) AS git_branch,
    any_value(message.version) AS version,
    any_value(message.entrypoint) AS entrypoint,
    advisor_line.advisor_of
  FROM advisor_line
  JOIN message ON message.request_key = advisor_line.advisor_of
  GROUP BY advisor_line.request_key, advisor_line.advisor_of
), every AS (
  SELECT * FROM message UNION ALL BY NAME SELECT * FROM advisor
)
SELECT
  every.* EXCLUDE (sidechain_root),
  owner.session_id,
  cache_creation_tokens - cache_creation_1h_tokens AS cache_creation_5m_tokens,
  input_tokens + cache_creation_tokens + cache_read_tokens AS context_tokens,
  stop_reason IS NULL AS is_incomplete,
  CASE
    WHEN advisor_of IS NOT NULL THEN 'advisor'
    WHEN agent_id LIKE 'acompact%' THEN 'compaction'
    WHEN agent_id IS NOT NULL THEN 'subagent'
    WHEN is_sidechain THEN 'side'
    ELSE 'main'
  END AS thread_kind,
  CASE
    WHEN advisor_of IS NOT NULL THEN 'advisor ' || every.request_key
    WHEN agent_id IS NOT NULL THEN 'agent ' || agent_id
    WHEN is_sidechain THEN 'side ' || coalesce(sidechain_root, '')
    ELSE 'main'
  END AS thread_id
FROM every
JOIN owner ON owner.request_key = coalesce(every.advisor_of, every.request_key);
