-- One row per call of a retry loop: three or more calls in a row in a thread that fail with the same tool and the same length
-- of input, each made in a request of its own. The input itself is not kept, so equal length stands for equal input.
CREATE OR REPLACE TABLE derived.retry_loop AS
WITH failing AS (
  -- Most threads have no loop; sorting their calls would be the cost of this view.
  SELECT session_id, thread_id FROM tool_call WHERE outcome IN ('error', 'invalid') GROUP BY ALL HAVING count(*) >= 3
), ordered AS (
  SELECT
    call_key,
    request_key,
    session_id,
    thread_id,
    tool,
    time_ms,
    input_characters,
    outcome IN ('error', 'invalid') AND NOT is_dialogue AS is_failed,
    row_number() OVER in_thread AS call_no,
    lag(tool) OVER in_thread = tool
      AND lag(input_characters) OVER in_thread = input_characters
      -- Calls made side by side repeat nothing: none knew how the other ended.
      AND lag(coalesce(request_key, call_key)) OVER in_thread <> coalesce(request_key, call_key)
      AND lag(outcome) OVER in_thread IN ('error', 'invalid') AS is_repeat
  FROM tool_call
  SEMI JOIN failing USING (session_id, thread_id)
  WHERE time_ms IS NOT NULL
  WINDOW in_thread AS (PARTITION BY session_id, thread_id ORDER BY time_ms, call_key)
), run AS (
  SELECT
    *,
    count(*) FILTER (WHERE is_repeat IS NOT TRUE) OVER (PARTITION BY session_id, thread_id ORDER BY call_no) AS run_no
  FROM ordered
  WHERE is_failed
), counted AS (
  SELECT
    *,
    first_value(call_key) OVER in_run AS loop_key,
    row_number() OVER in_run AS position,
    count(*) OVER (PARTITION BY session_id, thread_id, run_no) AS calls
  FROM run
  WINDOW in_run AS (PARTITION BY session_id, thread_id, run_no ORDER BY call_no)
)
SELECT loop_key, position, calls, call_key, request_key, session_id, thread_id, tool, time_ms
FROM counted
WHERE calls >= 3;
