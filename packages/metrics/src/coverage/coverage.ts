import type { DuckDBConnection } from '@duckdb/node-api';
import type { SqlRecord } from '../metric.js';
import type { Coverage, Issue } from '../metrics-result.js';
import { dayAt } from '../period.js';
import { recordsFrom } from '../store/records.js';
import inputCoverageSql from './input_coverage.sql';
import periodCoverageSql from './period_coverage.sql';

const SHOWN_ISSUES = 100;

/** Every name that the queries hold. */
export const coverageSql = `${inputCoverageSql}\n${periodCoverageSql}`;

/** What was read of the whole input, whatever the period. */
export interface InputCoverage {
  readonly counts: SqlRecord;
  readonly issues: readonly Issue[];
  readonly versions: Coverage['versions'];
  readonly unknownTypes: Coverage['unknownTypes'];
}

/** Asked once per ingest. */
export async function inputCoverage(connection: DuckDBConnection): Promise<InputCoverage> {
  const [counts = {}] = await recordsFrom(connection, inputCoverageSql);
  const issues = await recordsFrom(
    connection,
    `SELECT name AS file, line::DOUBLE AS line, reason FROM raw_issue JOIN file USING (file_id)
     ORDER BY file_rank, line NULLS FIRST, reason LIMIT ${SHOWN_ISSUES}`,
  );
  return {
    counts,
    issues: issues.map((row) => ({
      file: String(row['file']),
      line: row['line'] === null ? null : Number(row['line']),
      reason: String(row['reason']),
    })),
    versions: await tally(connection, linesBy('version', 'version IS NOT NULL')),
    unknownTypes: await tally(connection, linesBy("coalesce(type, '(none)')", 'NOT is_known_type')),
  };
}

/** What was read and what was not; `findIssues` are remarks on directories, which hold no line. */
export async function coverage(
  connection: DuckDBConnection,
  input: InputCoverage,
  timezone: string,
  pricesAsOf: string,
  findIssues: readonly Issue[],
): Promise<Coverage> {
  const [periodCounts] = await recordsFrom(connection, periodCoverageSql);
  const counts = { ...input.counts, ...periodCounts };
  const count = (name: string) => Number(counts[name] ?? 0);
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
    issues: [...findIssues, ...input.issues].slice(0, SHOWN_ISSUES),
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
      connection,
      `SELECT coalesce(model, 'unknown') AS key, count(*) AS count FROM period_request
       WHERE cost_usd IS NULL GROUP BY key ORDER BY key`,
    ),
    pricesAsOf,
    versions: input.versions,
    unknownTypes: input.unknownTypes,
    firstDay: day('first_ms'),
    lastDay: day('last_ms'),
  };
}

async function tally(connection: DuckDBConnection, sql: string): Promise<Readonly<Record<string, number>>> {
  const rows = await recordsFrom(connection, sql);
  return Object.fromEntries(rows.map((row) => [String(row['key']), Number(row['count'])]));
}

/** How many lines there are of each key: a line can hold several records. */
function linesBy(key: string, condition: string): string {
  return `SELECT key, count(*) AS count
    FROM (SELECT DISTINCT ${key} AS key, file_id, line FROM raw_record WHERE ${condition})
    GROUP BY key ORDER BY key`;
}
