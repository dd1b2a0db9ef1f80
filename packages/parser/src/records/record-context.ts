import type { Fact, FactSink, IssueCode } from '../fact-tables.js';
import { type JsonObject, textAt, timeAt } from '../json-value.js';

export interface ParseOptions {
  /** Keep session titles. They are written by people or about their prompts, so the default is false. */
  readonly titles?: boolean;
}

/** Where a record stands, and where its facts go. */
export interface RecordContext {
  readonly line: number;
  readonly part: number;
  /** Subagent that the file's name tells of; null in a main transcript. */
  readonly fileAgentId: string | null;
  readonly options: ParseOptions;
  readonly emit: FactSink;
  readonly issue: (code: IssueCode, reason: string) => void;
  /** What has to be remembered from earlier records of the file. */
  readonly memory: TreeMemory;
}

/** Where a record stands in the conversation tree. */
export interface TreePlace {
  /** Nearest response above it; null at a root or when the chain is broken. */
  readonly parentMessageId: string | null;
  /** Root of its side thread; null outside one, and where an agent id tells. */
  readonly sidechainRoot: string | null;
}

/** What a file's records say about each other. */
export interface TreeMemory {
  /** A compaction boundary was written and its summary has not followed yet. */
  boundaryAwaitsSummary: boolean;
  note(uuid: string | null, parentUuid: string | null, messageId: string | null): string | null;
  sidechainRoot(uuid: string | null, parentUuid: string | null): string | null;
}

/** Grows with the number of records in one file, not with their size. */
export class FileMemory implements TreeMemory {
  boundaryAwaitsSummary = false;
  readonly #responseAbove = new Map<string, string | null>();
  readonly #aboveResponse = new Map<string, string | null>();
  readonly #sidechainRoot = new Map<string, string>();

  /**
   * Notes a record of the conversation tree.
   * @returns the nearest response above it other than its own; null at a root or when the chain is broken.
   */
  note(uuid: string | null, parentUuid: string | null, messageId: string | null): string | null {
    const above = parentUuid === null ? null : (this.#responseAbove.get(parentUuid) ?? null);
    const isSameResponse = messageId !== null && above === messageId;
    const result = isSameResponse ? (this.#aboveResponse.get(messageId) ?? null) : above;
    if (uuid !== null) this.#responseAbove.set(uuid, messageId ?? above);
    if (messageId !== null && !isSameResponse) this.#aboveResponse.set(messageId, above);
    return result;
  }

  /** Root of the side thread a record belongs to, for the old layout without agent ids. */
  sidechainRoot(uuid: string | null, parentUuid: string | null): string | null {
    const root = (parentUuid === null ? undefined : this.#sidechainRoot.get(parentUuid)) ?? uuid;
    if (uuid !== null && root !== null) this.#sidechainRoot.set(uuid, root);
    return root;
  }
}

type Origin = Pick<
  Fact<'record'>,
  'line' | 'part' | 'uuid' | 'timeMs' | 'sessionId' | 'producerSessionId' | 'agentId' | 'isSidechain'
>;

/** The columns that say where a fact comes from. */
export function originOf(record: JsonObject, context: RecordContext): Origin {
  const agentId = textAt(record['agentId']) ?? context.fileAgentId;
  return {
    line: context.line,
    part: context.part,
    uuid: textAt(record['uuid']),
    timeMs: timeAt(record['timestamp']),
    sessionId: textAt(record['sessionId']),
    producerSessionId: textAt(record['session_id']),
    agentId,
    isSidechain: record['isSidechain'] === true || agentId !== null,
  };
}
