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
), by_key AS (
  SELECT
    key,
    -- Sorting by a number is cheaper than by a text.
    row_number() OVER () AS key_no,
    bool_or(NOT is_progress_copy) AS has_original,
    bool_or(NOT is_sidechain) AS has_main,
    NOT bool_or(is_sidechain) AND max(time_ms) - min(time_ms) >= 30 * 60 * 1000 AS may_start_anew
  FROM keyed
  GROUP BY key
), marked AS (
  SELECT
    keyed.*,
    key_no,
    coalesce(may_start_anew, false) AS may_start_anew,
    is_progress_copy AND has_original AS is_dropped_copy,
    is_sidechain AND has_main AND NOT is_progress_copy AS is_replay
  FROM keyed
  JOIN by_key ON by_key.key = keyed.key
), apart AS (
  SELECT
    *,
    time_ms - lag(time_ms) OVER in_order >= 30 * 60 * 1000
      AND (request_id <> lag(request_id) OVER in_order
        OR (request_id IS NULL AND lag(request_id) OVER in_order IS NULL)) AS starts_anew
  FROM marked
  WHERE may_start_anew
  WINDOW in_order AS (PARTITION BY key_no ORDER BY time_ms, request_id NULLS FIRST, file_rank, line, part)
), numbered AS (
  SELECT * EXCLUDE (starts_anew),
    count(*) FILTER (WHERE starts_anew) OVER (
      PARTITION BY key_no ORDER BY time_ms, request_id NULLS FIRST, file_rank, line, part
    ) AS reuse
  FROM apart
  UNION ALL
  SELECT *, 0 AS reuse FROM marked WHERE NOT may_start_anew
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
    PARTITION BY key_no, reuse, is_counted ORDER BY time_ms, request_id NULLS FIRST, file_rank, line, part
  ) AS line_no,
  row_number() OVER by_output = 1 AS is_representative,
  -- That of the representative.
  first_value(model) OVER by_output AS request_model
FROM (
  SELECT
    *,
    NOT is_dropped_copy AND NOT is_replay AS is_counted,
    -- The separator is a control character, which no id holds.
    key || CASE WHEN reuse = 0 THEN '' ELSE chr(1) || reuse END AS request_key
  FROM numbered
)
WINDOW by_output AS (
  PARTITION BY key_no, reuse, is_counted
  ORDER BY output_tokens DESC, time_ms DESC, model DESC NULLS LAST, request_id NULLS LAST, file_rank, line, part
);
