-- One row per usage line, with the request it belongs to. Figures stay in raw_usage_line; `is_counted` lines have some.
CREATE OR REPLACE TABLE derived.usage_line AS
WITH keyed AS (
  SELECT
    file_id,
    line,
    part,
    time_ms,
    request_id,
    model,
    output_tokens,
    is_sidechain,
    is_progress_copy,
    producer_session_id,
    file.file_rank,
    file.own_from_ms,
    coalesce(raw_usage_line.session_id, file.session_id) AS line_session_id,
    coalesce(message_id, request_id, uuid, 'line ' || file.name || ':' || line || ':' || part) AS key
  FROM raw_usage_line
  JOIN file USING (file_id)
), originals AS (
  SELECT
    *,
    bool_or(NOT is_progress_copy) OVER by_key AS has_original,
    bool_or(NOT is_sidechain) OVER by_key AS has_main,
    bool_or(is_sidechain) OVER by_key AS has_sidechain
  FROM keyed
  WINDOW by_key AS (PARTITION BY key)
), marked AS (
  SELECT
    *,
    is_progress_copy AND has_original AS is_dropped_copy,
    is_sidechain AND has_main AND NOT is_progress_copy AS is_replay,
    NOT has_sidechain
      AND time_ms - lag(time_ms) OVER in_order >= 30 * 60 * 1000
      AND (request_id <> lag(request_id) OVER in_order
        OR (request_id IS NULL AND lag(request_id) OVER in_order IS NULL)) AS starts_anew
  FROM originals
  WINDOW in_order AS (PARTITION BY key ORDER BY time_ms, request_id NULLS FIRST, file_rank, line, part)
), numbered AS (
  SELECT
    *,
    count(*) FILTER (WHERE starts_anew) OVER (
      PARTITION BY key ORDER BY time_ms, request_id NULLS FIRST, file_rank, line, part
    ) AS reuse
  FROM marked
)
SELECT
  file_id,
  line,
  part,
  time_ms,
  own_from_ms,
  producer_session_id,
  line_session_id,
  is_replay,
  is_counted,
  request_key,
  -- In order of time; ties as in the rule for reused ids.
  row_number() OVER (
    PARTITION BY request_key, is_counted ORDER BY time_ms, request_id NULLS FIRST, file_rank, line, part
  ) AS line_no,
  row_number() OVER (
    PARTITION BY request_key, is_counted
    ORDER BY output_tokens DESC, time_ms DESC, model DESC NULLS LAST, request_id NULLS LAST, file_rank, line, part
  ) = 1 AS is_representative
FROM (
  SELECT
    *,
    NOT is_dropped_copy AND NOT is_replay AS is_counted,
    -- The separator is a control character, which no id holds.
    key || CASE WHEN reuse = 0 THEN '' ELSE chr(1) || reuse END AS request_key
  FROM numbered
);
