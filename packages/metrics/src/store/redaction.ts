import { createHmac } from 'node:crypto';
import type { FactBatch, FactTable, FactTableName, TextColumn, TranscriptFile } from '@cc-report/parser';
import { withoutWorktree } from '../project-name.js';

/** Columns that can name a person, a customer or a project. */
const NAMES: { readonly [Table in FactTableName]?: readonly string[] } = {
  record: ['cwd', 'gitBranch'],
  usageLine: ['cwd', 'gitBranch'],
  pullRequest: ['url', 'repository'],
};
/** States that are settings of Claude Code, not names. */
const SETTINGS: ReadonlySet<string> = new Set(['mode', 'permission-mode']);

/** Replaces names by keyed hashes: the same name under the same key is the same hash. */
export class Redaction {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  file(file: TranscriptFile): TranscriptFile {
    const parts = file.name.split('/');
    const slug = file.slug === null ? null : this.#hash(file.slug);
    if (slug !== null) parts[1] = slug;
    return { ...file, slug, name: parts.join('/') };
  }

  batch(batch: FactBatch): FactBatch {
    const redacted: { [Table in FactTableName]?: FactBatch[Table] } = { ...batch };
    for (const [name, columns] of Object.entries(NAMES) as [FactTableName, readonly string[]][]) {
      const table = batch[name];
      if (table === undefined) continue;
      const hashed = columns.map((column) => [column, this.#column(table.columns[column] as TextColumn)]);
      redacted[name] = { ...table, columns: { ...table.columns, ...Object.fromEntries(hashed) } };
    }
    if (batch.sessionState !== undefined) redacted.sessionState = this.#states(batch.sessionState);
    return redacted;
  }

  #column(column: TextColumn): TextColumn {
    return { ...column, dictionary: column.dictionary.map((value) => this.#hash(value)) };
  }

  /** A mode is a setting of Claude Code; paths and titles are names. */
  #states(table: FactTable): FactTable {
    const kind = table.columns['kind'] as TextColumn;
    const value = table.columns['value'] as TextColumn;
    const dictionary = [...value.dictionary, ...value.dictionary.map((each) => this.#hash(each))];
    const codes = value.codes.map((code, row) => {
      const isSetting = SETTINGS.has(kind.dictionary[kind.codes[row] ?? -1] ?? '');
      return code === -1 || isSetting ? code : code + value.dictionary.length;
    });
    return {
      ...table,
      columns: { ...table.columns, value: { ...value, codes, dictionary: withoutUnused(dictionary, codes) } },
    };
  }

  #hash(name: string): string {
    const { path } = withoutWorktree(name);
    return createHmac('sha256', this.#key).update(path).digest('hex').slice(0, 12);
  }
}

/** A name that no row refers to any more must not travel on in the dictionary. */
function withoutUnused(dictionary: readonly string[], codes: Int32Array): readonly string[] {
  const used = new Set(codes);
  return dictionary.map((value, code) => (used.has(code) ? value : ''));
}
