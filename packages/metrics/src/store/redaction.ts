import { createHmac } from 'node:crypto';
import {
  type FactBatch,
  type FactTable,
  type FactTableName,
  type TextColumn,
  type TranscriptFile,
  textColumn,
  textsOf,
} from '@cc-report/parser';
import { withoutWorktree } from '../project-name.js';

/** Columns that can name a person, a customer or a project. */
const NAMES: { readonly [Table in FactTableName]?: readonly string[] } = {
  record: ['cwd', 'gitBranch'],
  usageLine: ['cwd', 'gitBranch'],
  pullRequest: ['url', 'repository'],
};
/** States that are settings of Claude Code, not names. */
const SETTINGS: ReadonlySet<string> = new Set(['mode', 'permission-mode']);

/** `projects`, `subagents`, and the ids of sessions and subagents: the same for everybody, or random. */
const OWN_PATH_PART =
  /^(projects|subagents|workflows|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(agent-)?a(compact-)?[0-9a-f]{6,40})$/;

/** Replaces names by keyed hashes: the same name under the same key is the same hash. */
export class Redaction {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  /** Tells stores under different keys apart; the key cannot be read from it. */
  get fingerprint(): string {
    return this.#hash('cc-report redaction fingerprint');
  }

  file(file: TranscriptFile): TranscriptFile {
    const shown = (part: string | null) => (part === null ? null : this.#part(part));
    return {
      ...file,
      path: this.#hash(file.path),
      name: this.fileName(file.name),
      slug: shown(file.slug),
      pathSessionId: shown(file.pathSessionId),
      agentId: shown(file.agentId),
    };
  }

  /** Every part of a path that is not Claude Code's own. */
  fileName(name: string): string {
    const parts = name.split('/').map((part) => {
      const isFile = part.endsWith('.jsonl');
      return `${this.#part(isFile ? part.slice(0, -'.jsonl'.length) : part)}${isFile ? '.jsonl' : ''}`;
    });
    return parts.join('/');
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
    return textColumn(
      column.codes,
      textsOf(column).map((text) => this.#hash(text)),
    );
  }

  /** A mode is a setting of Claude Code; paths and titles are names. */
  #states(table: FactTable): FactTable {
    const kind = table.columns['kind'] as TextColumn;
    const value = table.columns['value'] as TextColumn;
    const kinds = textsOf(kind);
    const values = textsOf(value);
    const codes = value.codes.map((code, row) => {
      const isSetting = SETTINGS.has(kinds[kind.codes[row] ?? -1] ?? '');
      return code === -1 || isSetting ? code : code + values.length;
    });
    const texts = [...values, ...values.map((each) => this.#hash(each))];
    return {
      ...table,
      columns: { ...table.columns, value: textColumn(codes, withoutUnused(texts, codes)) },
    };
  }

  #part(part: string): string {
    return OWN_PATH_PART.test(part) ? part : this.#hash(part);
  }

  #hash(name: string): string {
    const { path } = withoutWorktree(name);
    return createHmac('sha256', this.#key).update(path).digest('hex').slice(0, 12);
  }
}

/** A name that no row refers to any more must not travel on in the dictionary. */
function withoutUnused(texts: readonly string[], codes: Int32Array): readonly string[] {
  const used = new Set(codes);
  return texts.map((value, code) => (used.has(code) ? value : ''));
}
