import type { TreeMemory } from './records/record-context.js';

/** Where the reading of a transcript goes on that was read before: what follows is read as if with all before it. */
export interface Continuation {
  /** Behind a newline. */
  readonly startByte: number;
  readonly linesBefore: number;
  /** Of the ledger before. */
  readonly awaitsSummary: boolean;
  /** The records before, in their order. */
  readonly records: Iterable<EarlierRecord>;
}

/** What later records can refer to. */
export interface EarlierRecord {
  readonly uuid: string | null;
  readonly parentUuid: string | null;
  /** Of a response, else null. */
  readonly messageId: string | null;
  /** In a side thread that no agent id tells of. */
  readonly isSideThread: boolean;
}

/** Gives a reader the memory that it would have if it had read all before. */
export function recall(memory: TreeMemory, { awaitsSummary, records }: Continuation): void {
  for (const { uuid, parentUuid, messageId, isSideThread } of records) {
    memory.note(uuid, parentUuid, messageId);
    if (isSideThread) memory.sidechainRoot(uuid, parentUuid);
  }
  memory.boundaryAwaitsSummary = awaitsSummary;
}
