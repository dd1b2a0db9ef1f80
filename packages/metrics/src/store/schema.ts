import {
  type ColumnSpec,
  type ColumnType,
  type FactTableName,
  factTableNames,
  factTables,
} from '@cc-report/parser';

/** Raise it when a fact table changes: a store of another version is read again from the transcripts. */
export const STORE_VERSION = 1;

const SQL_TYPE: Readonly<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  time: 'BIGINT',
};

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
  consumed_bytes BIGINT NOT NULL
);
COMMENT ON TABLE transcript IS 'The manifest: one row per transcript, kept when the file vanishes';
COMMENT ON COLUMN transcript.name IS 'Path below the config root, with forward slashes';
COMMENT ON COLUMN transcript.consumed_bytes IS 'Bytes up to and with the last newline: where the next read starts. Unit: By';
`;

/** The statements that make an empty store. */
export function schemaSql(): string {
  const factSql = factTableNames.map((table) => {
    const specs: Readonly<Record<string, ColumnSpec>> = factTables[table];
    const columns = Object.entries(specs).map(([name, spec]) => ({
      name: snakeCase(name),
      spec,
    }));
    const definitions = columns.map(({ name, spec }) => `  ${name} ${SQL_TYPE[spec.type]}`);
    const comments = columns.map(({ name, spec }) => {
      const unit = spec.unit === '' ? '' : ` Unit: ${spec.unit}.`;
      const source = spec.source === '' ? '' : ` Source: ${spec.source}.`;
      return `COMMENT ON COLUMN ${rawTableName(table)}.${name} IS ${quoted(`${spec.meaning}.${unit}${source}`)};`;
    });
    return `CREATE TABLE ${rawTableName(table)} (\n  file_id INTEGER NOT NULL,\n${definitions.join(',\n')}\n);\n${comments.join('\n')}`;
  });
  const version = `CREATE TABLE store_info (version INTEGER NOT NULL);\nINSERT INTO store_info VALUES (${STORE_VERSION});`;
  return [version, TRANSCRIPT_TABLE, ...factSql].join('\n');
}

export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
