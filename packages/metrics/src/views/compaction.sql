-- One row per compaction or microcompaction, copies in other files removed.
CREATE OR REPLACE TABLE derived.compaction AS
SELECT
  coalesce(uuid, 'line ' || file.name || ':' || line || ':' || part) AS compaction_key,
  min(time_ms) AS time_ms,
  owner_session(producer_session_id, coalesce(raw_compaction.session_id, file.session_id), own_from_ms) AS session_id,
  CASE WHEN min(raw_compaction.agent_id) IS NULL THEN 'main' ELSE 'agent ' || min(raw_compaction.agent_id) END AS thread_id,
  CASE WHEN arg_min(kind, (file_rank, line, part)) = 'microcompact' THEN 'microcompact' ELSE 'compact' END AS kind,
  coalesce(min(trigger), 'unknown') AS trigger,
  max(pre_tokens) AS pre_tokens,
  max(post_tokens) AS post_tokens,
  max(saved_tokens) AS saved_tokens
FROM raw_compaction
JOIN file USING (file_id)
GROUP BY compaction_key;
