-- One row per step and class, one per class (time NULL, all six), and one for the period (is_total). Searches count under tokens.
WITH class (class_no, token_class) AS (
  VALUES (1, 'cache_read'), (2, 'cache_write_1h'), (3, 'cache_write_5m'), (4, 'output'), (5, 'input'), (6, 'web_search')
), charge AS (
  SELECT
    step_no,
    time,
    class.class_no,
    class.token_class,
    CASE class_no WHEN 1 THEN cache_read_tokens WHEN 2 THEN cache_creation_1h_tokens WHEN 3 THEN cache_creation_5m_tokens
      WHEN 4 THEN output_tokens WHEN 5 THEN input_tokens ELSE web_search_requests END AS tokens,
    CASE class_no WHEN 1 THEN read_usd WHEN 2 THEN write_1h_usd WHEN 3 THEN write_5m_usd
      WHEN 4 THEN output_usd WHEN 5 THEN input_usd ELSE CASE WHEN is_priced THEN CAST(fee_usd AS DECIMAL(38, 16)) END END AS charge_usd,
    is_incomplete OR cost_usd IS NULL AS is_lower_bound
  FROM period_request
  CROSS JOIN class
)
SELECT
  GROUPING(token_class) = 1 AS is_total,
  GROUPING(step_no) AS is_class_total,
  step_no,
  CASE WHEN GROUPING(step_no) = 0 THEN any_value(time) END AS time,
  token_class,
  CAST(sum(tokens) AS DOUBLE) AS tokens,
  usd(sum(charge_usd)) AS cost_usd,
  usd(sum(charge_usd)) AS value,
  bool_or(is_lower_bound) AS lower_bound
FROM charge
GROUP BY GROUPING SETS ((), (token_class), (step_no, token_class))
HAVING is_total OR is_class_total = 1 OR sum(tokens) > 0
ORDER BY is_total DESC, is_class_total DESC, step_no, min(class_no)
