import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FactBatch } from '../fact-batch.js';
import type { TranscriptFile } from '../find-transcripts.js';
import { unpackTable } from '../packed-table.js';
import type { FileLedger } from '../read-transcript.js';
import { readTranscriptSync } from '../read-transcript.js';
import { scannerModule } from '../scanner/scanner-module.js';
import {
  giveTurn,
  newControl,
  type PackedFacts,
  type PackedTable,
  type WorkerData,
} from './worker-contract.js';
import { WORKER_SCRIPT } from './worker-script.js';

/** A thread takes longer to start than these bytes take to read. */
const BYTES_WITHOUT_THREADS = 32e6;
const MOST_THREADS = 4;
/** Messages of one thread that may wait to be taken. */
const MESSAGES_PER_THREAD = 3;

/** `index` is the file's place in the list. */
export type FileFacts =
  | { readonly index: number; readonly batch: FactBatch }
  /** The file is read to its end. */
  | { readonly index: number; readonly ledger: FileLedger }
  /** What came of the file is void; all of it comes again. */
  | { readonly index: number; readonly isVoid: true };

type File = Pick<TranscriptFile, 'path' | 'agentId' | 'sizeBytes'>;

/** Facts as they come, once. Dispose of it, or read it to its end: its threads wait for a reader. */
export interface TranscriptReading extends AsyncIterable<FileFacts>, Disposable {}

/**
 * The facts of many files. Those of one file come in order; files come in any order and in between each other.
 * Threads start with the call, and read while the caller does something else, up to a few batches ahead.
 * @param threads default: by the size of the files and the number of processors; 0 reads in this thread.
 */
export function readTranscripts(files: readonly File[], threads = threadsFor(files)): TranscriptReading {
  if (threads === 0) {
    return { [Symbol.asyncIterator]: () => readHere(files, files.keys()), [Symbol.dispose]: () => {} };
  }
  const ahead = startThreads(files, threads);
  return { [Symbol.asyncIterator]: () => readAhead(files, ahead), [Symbol.dispose]: ahead.stop };
}

function threadsFor(files: readonly File[]): number {
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const processors = Math.min(availableParallelism(), MOST_THREADS);
  return bytes < BYTES_WITHOUT_THREADS || processors === 1 ? 0 : processors;
}

async function* readHere(files: readonly File[], indexes: Iterable<number>): AsyncGenerator<FileFacts, void> {
  for (const index of indexes) {
    const batches = readTranscriptSync(files[index] as File);
    for (;;) {
      const next = batches.next();
      if (next.done === true) {
        yield { index, ledger: next.value };
        break;
      }
      yield { index, batch: next.value };
    }
  }
}

async function* readAhead(files: readonly File[], threads: Threads): AsyncGenerator<FileFacts, void> {
  const isDone = files.map(() => false);
  const isBegun = files.map(() => false);
  try {
    for (let message = await threads.next(); message !== null; message = await threads.next()) {
      for (const facts of message) {
        isBegun[facts.index] = true;
        if ('ledger' in facts) {
          isDone[facts.index] = true;
          yield facts;
        } else yield { index: facts.index, batch: unpacked(facts.tables) };
      }
      threads.taken();
    }
  } finally {
    threads.stop();
  }
  // A thread that broke leaves its file behind, and if none could start, all.
  const left = [...files.keys()].filter((index) => isDone[index] === false);
  for (const index of left) if (isBegun[index] === true) yield { index, isVoid: true };
  yield* readHere(files, left);
}

function unpacked(tables: readonly PackedTable[]): FactBatch {
  return Object.fromEntries(tables.map(([name, rows, buffer]) => [name, unpackTable(name, rows, buffer)]));
}

interface Threads {
  /** The next message; null when all threads have ended. */
  next(): Promise<readonly PackedFacts[] | null>;
  taken(): void;
  stop(): void;
}

function startThreads(files: readonly File[], count: number): Threads {
  // The largest first, so that no thread is left with one at the end.
  const order = [...files.keys()].sort((a, b) => sizeAt(files, b) - sizeAt(files, a) || a - b);
  const control = newControl(MESSAGES_PER_THREAD * count);
  const counters = new Int32Array(control);
  const data: WorkerData = {
    files: order.map((index) => {
      const { path, agentId } = files[index] as File;
      return { path, agentId };
    }),
    control,
    scannerModule: scannerModule(),
  };
  const messages: (readonly PackedFacts[])[] = [];
  let running = 0;
  let wake = () => {};
  const workers: Worker[] = [];
  for (let thread = 0; thread < count; thread++) {
    try {
      const worker = new Worker(WORKER_SCRIPT, { eval: true, workerData: data });
      workers.push(worker);
      running++;
      worker.on('message', (message: readonly PackedFacts[]) => {
        messages.push(message);
        wake();
      });
      // Told by what it leaves unread.
      worker.on('error', () => {});
      worker.on('exit', () => {
        running--;
        wake();
      });
    } catch {
      // No thread, no help: the files are read here.
    }
  }
  return {
    async next() {
      for (;;) {
        const message = messages.shift();
        if (message !== undefined) {
          return message.map((facts) => ({ ...facts, index: order[facts.index] as number }));
        }
        if (running === 0) return null;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    taken: () => giveTurn(counters),
    stop: () => {
      for (const worker of workers) void worker.terminate();
    },
  };
}

function sizeAt(files: readonly File[], index: number): number {
  return files[index]?.sizeBytes ?? 0;
}
