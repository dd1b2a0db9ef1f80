-- One row per kind of run of active local days (current, longest, all), and one for the current run (is_total).
WITH active AS (
  -- In a run, day number − rank stays the same.
  SELECT day_no, day, day_no - row_number() OVER (ORDER BY day_no) AS run_no FROM history_day WHERE requests > 0
), run AS (
  SELECT 'longest' AS kind, count(*) AS days, min(day) AS first_day, max(day) AS last_day, max(day_no) AS last_no FROM active GROUP BY run_no
), today AS (
  SELECT max(day_no) AS day_no, arg_max(is_over, day_no) AS is_over FROM history_day
), listed AS (
  -- A day that is not over does not end a run.
  SELECT 1 AS kind_no, 'current' AS kind, days, first_day, last_day FROM run
  WHERE last_no >= (SELECT CASE WHEN is_over THEN day_no ELSE day_no - 1 END FROM today)
  UNION ALL
  (SELECT 2, 'longest', days, first_day, last_day FROM run ORDER BY days DESC, last_no DESC LIMIT 1)
  UNION ALL
  SELECT 3, 'active days', count(*), min(day), max(day) FROM active
)
SELECT
  true AS is_total, 0 AS kind_no, NULL AS kind, NULL AS days, NULL AS first_day, NULL AS last_day,
  coalesce(max(days) FILTER (WHERE kind_no = 1), 0) AS value
FROM listed
UNION ALL
SELECT false, kind_no, kind, days, first_day, last_day, NULL FROM listed
ORDER BY is_total DESC, kind_no
