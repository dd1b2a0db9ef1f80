import {
  type ColumnSpec,
  type ColumnType,
  type FactTableName,
  factTableNames,
  factTables,
} from '@cc-report/parser';

/** Raise it when a fact table, or what redaction hashes, changes: a store of another version is read again from the transcripts. */
export const STORE_VERSION = 6;

/** Name of the attached database that holds the facts. */
export const FACTS = 'facts';

/** Name of the database in memory that holds what a run derives from them. */
export const DERIVED = 'derived';

const SQL_TYPE: Readonly<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  time: 'BIGINT',
};

/** Ids are all different: packing them takes longer than everything else about them and saves little. */
const IDS: ReadonlySet<string> = new Set([
  'uuid',
  'parentUuid',
  'messageId',
  'parentMessageId',
  'requestId',
  'toolUseId',
]);

/** The only map from the parser's camelCase to the store's snake_case. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]|\d+[a-z]?/g, (part) => `_${part.toLowerCase()}`);
}

/** `raw_usage_line`: facts as read, one table per kind; only views apply identity, prices and periods. */
export function rawTableName(table: FactTableName): string {
  return `raw_${snakeCase(table)}`;
}

/** The manifest: one row per transcript, kept when the file vanishes. */
const TRANSCRIPT_TABLE = `
CREATE TABLE transcript (
  file_id INTEGER NOT NULL,
  path VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  slug VARCHAR,
  path_session_id VARCHAR,
  agent_id VARCHAR,
  agent_type VARCHAR,
  size_bytes BIGINT NOT NULL,
  modified_ms DOUBLE NOT NULL,
  inode DOUBLE NOT NULL,
  lines BIGINT NOT NULL,
  record_lines BIGINT NOT NULL,
  blank_lines BIGINT NOT NULL,
  unreadable_lines BIGINT NOT NULL,
  consumed_bytes BIGINT NOT NULL,
  awaits_summary BOOLEAN NOT NULL,
  end_hash DOUBLE
);
COMMENT ON TABLE transcript IS 'The manifest: one row per transcript, kept when the file vanishes';
COMMENT ON COLUMN transcript.name IS 'Path below the config root, with forward slashes';
COMMENT ON COLUMN transcript.consumed_bytes IS 'Bytes up to and with the last newline: where the next read starts. Unit: By';
COMMENT ON COLUMN transcript.awaits_summary IS 'The boundary of a compaction was read and its summary was not';
COMMENT ON COLUMN transcript.end_hash IS 'Of the last bytes before consumed_bytes: whether the file has only grown';
`;

/** The tables of a store. */
export const storeTables: readonly string[] = [
  'store_info',
  'transcript',
  ...factTableNames.map(rawTableName),
];

/**
 * The statements that make an empty store, all or nothing.
 * @param redaction fingerprint of the redaction key, null for a store with names in clear.
 */
export function schemaSql(redaction: string | null): string {
  const factSql = factTableNames.map((table) => {
    const specs: Readonly<Record<string, ColumnSpec>> = factTables[table];
    const columns = Object.entries(specs).map(([name, spec]) => ({
      name: snakeCase(name),
      spec,
      isId: IDS.has(name),
    }));
    const definitions = columns.map(({ name, spec, isId }) => {
      return `  ${name} ${SQL_TYPE[spec.type]}${isId ? ' USING COMPRESSION uncompressed' : ''}`;
    });
    const comments = columns.map(({ name, spec }) => {
      const unit = spec.unit === '' ? '' : ` Unit: ${spec.unit}.`;
      const source = spec.source === '' ? '' : ` Source: ${spec.source}.`;
      return `COMMENT ON COLUMN ${rawTableName(table)}.${name} IS ${quoted(`${spec.meaning}.${unit}${source}`)};`;
    });
    return `CREATE TABLE ${rawTableName(table)} (\n  file_id INTEGER NOT NULL,\n${definitions.join(',\n')}\n);\n${comments.join('\n')}`;
  });
  const info = `CREATE TABLE store_info (version INTEGER NOT NULL, redaction VARCHAR, is_dirty BOOLEAN NOT NULL);
INSERT INTO store_info VALUES (${STORE_VERSION}, ${redaction === null ? 'NULL' : quoted(redaction)}, false);`;
  return ['BEGIN;', TRANSCRIPT_TABLE, ...factSql, info, 'COMMIT;'].join('\n');
}

/** A string literal. SQL text ends at NUL, so one is replaced. */
export function quoted(text: string): string {
  return `'${text.replaceAll('\0', '\ufffd').replaceAll("'", "''")}'`;
}
