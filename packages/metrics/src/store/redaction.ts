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
import { type NameKind, publicName } from './public-names.js';

/** A directory is that of its repository; an id is random, or a name that somebody gave in its place. */
type ColumnKind = NameKind | 'directory' | 'id';

/** Columns that can name a person, a customer or a project. */
const NAMES: { readonly [Table in FactTableName]?: Readonly<Record<string, ColumnKind>> } = {
  record: { cwd: 'directory', gitBranch: 'private', version: 'version', entrypoint: 'entrypoint' },
  usageLine: {
    cwd: 'directory',
    gitBranch: 'private',
    version: 'version',
    entrypoint: 'entrypoint',
    model: 'model',
    advisorModel: 'model',
    attributionSkill: 'skill',
    attributionPlugin: 'private',
    attributionMcpServer: 'private',
    attributionMcpTool: 'private',
  },
  iteration: { model: 'model' },
  costState: { model: 'model' },
  toolCall: { name: 'tool' },
  toolResult: { subagentType: 'agent' },
  pullRequest: { url: 'private', repository: 'private' },
};
/** A team gives its agents names, a program its sessions; the kind of a compaction is told by its agent's id. */
const IDS: Readonly<Record<string, 'id'>> = {
  sessionId: 'id',
  producerSessionId: 'id',
  agentId: 'id',
  subagentId: 'id',
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
      path: this.#path(file),
      name: this.fileName(file.name),
      slug: shown(file.slug),
      pathSessionId: shown(file.pathSessionId),
      agentId: shown(file.agentId),
      agentType: file.agentType === null ? null : this.#public(file.agentType, 'agent'),
    };
  }

  model(model: string): string {
    return this.#public(model, 'model');
  }

  /** The hash of a config root, a label of a user. */
  name(name: string): string {
    return this.#hash(name);
  }

  /** Transcripts of one config root stay under one. */
  #path({ path, name }: TranscriptFile): string {
    const shown = this.fileName(name);
    return path === name ? shown : `${this.#hash(rootOf(path, name))}/${shown}`;
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
    const redacted: { [Table in FactTableName]?: FactBatch[Table] } = {};
    for (const [name, table] of Object.entries(batch) as [FactTableName, FactTable][]) {
      const columns = { ...IDS, ...NAMES[name] };
      const hashed = Object.entries(table.columns).map(([column, cells]) => {
        const kind = Object.hasOwn(columns, column) ? columns[column] : undefined;
        return [column, kind === undefined ? cells : this.#column(cells as TextColumn, kind)];
      });
      redacted[name] = { ...table, columns: Object.fromEntries(hashed) };
    }
    if (redacted.sessionState !== undefined) redacted.sessionState = this.#states(redacted.sessionState);
    return redacted;
  }

  #column(column: TextColumn, kind: ColumnKind): TextColumn {
    return textColumn(
      column.codes,
      textsOf(column).map((text) => this.#cell(text, kind)),
    );
  }

  #cell(text: string, kind: ColumnKind): string {
    if (kind === 'id') return this.#part(text);
    return kind === 'directory' ? this.#directory(text) : this.#public(text, kind);
  }

  #directory(path: string): string {
    return this.#hash(withoutWorktree(path).path);
  }

  #public(name: string, kind: NameKind): string {
    return publicName(name, kind, (part) => this.#hash(part));
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
    const texts = [...values, ...values.map((each) => this.#directory(each))];
    return {
      ...table,
      columns: { ...table.columns, value: textColumn(codes, withoutUnused(texts, codes)) },
    };
  }

  #part(part: string): string {
    if (OWN_PATH_PART.test(part)) return part;
    const [compaction = ''] = /^(agent-)?acompact/.exec(part) ?? [];
    return `${compaction}${this.#hash(part)}`;
  }

  #hash(name: string): string {
    return createHmac('sha256', this.#key).update(name).digest('hex').slice(0, 12);
  }
}

/** What stands above the folder `projects`, as the view `file` has it. */
function rootOf(path: string, name: string): string {
  return path.slice(0, path.length - name.length + 'projects'.length).replace(/[/\\][^/\\]*$/, '') || '/';
}

/** A name that no row refers to any more must not travel on in the dictionary. */
function withoutUnused(texts: readonly string[], codes: Int32Array): readonly string[] {
  const used = new Set(codes);
  return texts.map((value, code) => (used.has(code) ? value : ''));
}
