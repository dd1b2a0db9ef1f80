import { createHash } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { PeriodResult, ResultManifest } from './metrics-result.js';
import type { Parameters } from './period-tables.js';
import type { PriceRow } from './prices/price-book.js';
import { recordsFrom } from './store/records.js';

/**
 * What the store knows of each transcript: its name, size, lines and last bytes, the type of its agent, and what its
 * tokens come to, because a file can be rewritten at its size. No time, inode, id or path of the machine.
 */
const FILE_HASHES = `
WITH usage AS (
  SELECT file_id, count(*) AS usage_lines,
    sum(input_tokens + output_tokens + cache_creation_tokens + cache_read_tokens) AS tokens
  FROM raw_usage_line GROUP BY file_id
),
file_hash AS (
  SELECT file_id, sha256(concat_ws('|', size_bytes, consumed_bytes, lines, record_lines, unreadable_lines,
    coalesce(end_hash::BIGINT, -1), coalesce(usage_lines, 0), coalesce(tokens, 0), coalesce(agent_type, ''), name)) AS hash
  FROM transcript LEFT JOIN usage USING (file_id)
)`;
const INPUT_HASH = `${FILE_HASHES}
SELECT sha256(coalesce(string_agg(hash, '' ORDER BY hash), '')) AS hash FROM file_hash`;
const HASH_BY_ROOT = `${FILE_HASHES}
SELECT file.root, sha256(string_agg(hash, '' ORDER BY hash)) AS hash FROM file_hash JOIN file USING (file_id) GROUP BY file.root`;

/** What looks at the instant of a run, such as a block that goes on, does not look back further from it. */
const SETTLED_MS = 24 * 3_600_000;

/** What decides the figures of a result beside program, transcripts and prices. */
interface Asked {
  readonly period: PeriodResult;
  readonly now: Date;
  readonly parameters: Parameters;
  /** Labels given to users by config root, both as the store holds them. */
  readonly users: ReadonlyMap<string, string>;
}

/** Hash of all transcripts, asked once per ingest. */
export async function inputHash(connection: DuckDBConnection): Promise<string> {
  const [row] = await recordsFrom(connection, INPUT_HASH);
  return shown(String(row?.['hash']));
}

/**
 * What a result was made of.
 * @param input hash of all transcripts.
 * @param prices with the names of models as the store holds them: what is redacted enters no hash in clear.
 */
export async function resultManifest(
  connection: DuckDBConnection,
  input: string,
  { period, now, parameters, users }: Asked,
  prices: readonly PriceRow[],
): Promise<ResultManifest> {
  const { kind, start, end, asOf, timezone } = period;
  const nowMs = Math.min(now.getTime(), Date.parse(end) + SETTLED_MS);
  const { budgetUsd, planUsd, seed } = parameters;
  return {
    inputHash: input,
    optionsHash: hash([
      kind,
      start,
      end,
      asOf,
      nowMs,
      timezone,
      budgetUsd,
      planUsd,
      seed,
      await labelled(connection, users),
    ]),
    // Where a price is from decides no figure, and may name a customer.
    pricesHash: hash(prices.map(({ source, ...row }) => JSON.stringify(row)).sort()),
  };
}

/** Each label with what it is the label of: which root has it is part of the question, where the root lies is not. */
async function labelled(
  connection: DuckDBConnection,
  users: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  if (users.size === 0) return [];
  const rows = await recordsFrom(connection, HASH_BY_ROOT);
  return rows
    .flatMap(({ root, hash: files }) => {
      const label = users.get(String(root));
      return label === undefined ? [] : [`${files} ${label}`];
    })
    .sort();
}

function hash(value: unknown): string {
  return shown(createHash('sha256').update(JSON.stringify(value)).digest('hex'));
}

function shown(sha256: string): string {
  return sha256.slice(0, 16);
}
