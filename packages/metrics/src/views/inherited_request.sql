-- One row per request and session that holds a copy of it without owning it: a fork or a resumed session.
CREATE OR REPLACE TABLE derived.inherited_request AS
SELECT DISTINCT usage_line.line_session_id AS session_id, usage_line.request_key
FROM usage_line
JOIN request USING (request_key)
WHERE usage_line.line_session_id <> request.session_id;
