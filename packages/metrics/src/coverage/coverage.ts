import type { DuckDBConnection } from '@duckdb/node-api';
import type { Coverage, Issue } from '../metrics-result.js';
import { dayAt } from '../period.js';
import coverageSql from './coverage.sql';

const SHOWN_ISSUES = 100;

/** What was read and what was not; `findIssues` are remarks on directories, which hold no line. */
export async function coverage(
  connection: DuckDBConnection,
  timezone: string,
  pricesAsOf: string,
  findIssues: readonly Issue[],
): Promise<Coverage> {
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJS();
  const [counts = {}] = await rows(coverageSql);
  const count = (name: string) => Number(counts[name] ?? 0);
  const issueRows = await rows(
    `SELECT name AS file, line::DOUBLE AS line, reason FROM raw_issue JOIN file USING (file_id)
     ORDER BY file_rank, line NULLS FIRST, reason LIMIT ${SHOWN_ISSUES}`,
  );
  const issues = issueRows.map((row) => ({
    file: String(row['file']),
    line: row['line'] === null ? null : Number(row['line']),
    reason: String(row['reason']),
  }));
  const tally = async (sql: string) =>
    Object.fromEntries((await rows(sql)).map((row) => [String(row['key']), Number(row['count'])]));
  const day = (name: string) => {
    const ms = counts[name];
    return ms === null || ms === undefined ? null : dayAt(Number(ms), timezone);
  };
  return {
    files: count('files'),
    bytes: count('bytes'),
    lines: count('lines'),
    recordLines: count('record_lines'),
    blankLines: count('blank_lines'),
    unreadableLines: count('unreadable_lines'),
    issueCount: count('issue_count') + findIssues.length,
    issues: [...findIssues, ...issues].slice(0, SHOWN_ISSUES),
    usageLines: count('usage_lines'),
    requests: count('requests'),
    duplicateLines: count('duplicate_lines'),
    replayedLines: count('replayed_lines'),
    inheritedRequests: count('inherited_requests'),
    syntheticLines: count('synthetic_lines'),
    undatedLines: count('undated_lines'),
    futureRequests: count('future_requests'),
    backwardLines: count('backward_lines'),
    incompleteOutputRequests: count('incomplete_output_requests'),
    unpricedRequests: count('unpriced_requests'),
    unpricedModels: await tally(
      `SELECT coalesce(model, 'unknown') AS key, count(*) AS count FROM period_request
       WHERE cost_usd IS NULL GROUP BY key ORDER BY key`,
    ),
    pricesAsOf,
    versions: await tally(linesBy('version', 'version IS NOT NULL')),
    unknownTypes: await tally(linesBy("coalesce(type, '(none)')", 'NOT is_known_type')),
    firstDay: day('first_ms'),
    lastDay: day('last_ms'),
  };
}

/** How many lines there are of each key: a line can hold several records. */
function linesBy(key: string, condition: string): string {
  return `SELECT key, count(*) AS count
    FROM (SELECT DISTINCT ${key} AS key, file_id, line FROM raw_record WHERE ${condition})
    GROUP BY key ORDER BY key`;
}
