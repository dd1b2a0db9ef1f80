// The body of a thread: built by scripts/build-worker.mjs into one script, so that it runs from any bundle.
import { parentPort, workerData } from 'node:worker_threads';
import { factTableNames } from '../fact-tables.js';
import { packTable } from '../packed-table.js';
import { readTranscriptSync } from '../read-transcript.js';
import { useScannerModule } from '../scanner/scanner-module.js';
import { awaitTurn, nextFile, type PackedFacts, type WorkerData } from './worker-contract.js';

/** Small files travel together: a message costs as much as hundreds of rows. */
const MESSAGE_ROWS = 4_000;
const MESSAGE_FILES = 200;

const { files, control, scannerModule } = workerData as WorkerData;
const counters = new Int32Array(control);
useScannerModule(scannerModule);
let waiting: PackedFacts[] = [];
let waitingRows = 0;
let waitingFiles = 0;

for (let index = nextFile(counters); index < files.length; index = nextFile(counters)) read(index);
post();

function read(index: number): void {
  const file = files[index];
  if (file === undefined) return;
  const batches = readTranscriptSync(file);
  for (;;) {
    const next = batches.next();
    if (next.done === true) {
      waiting.push({ index, ledger: next.value });
      waitingFiles++;
    } else {
      const tables = factTableNames.flatMap((name) => {
        const table = next.value[name];
        if (table === undefined) return [];
        waitingRows += table.rowCount;
        return [[name, table.rowCount, packTable(name, table)] as const];
      });
      waiting.push({ index, tables });
    }
    if (waitingRows >= MESSAGE_ROWS || waitingFiles >= MESSAGE_FILES) post();
    if (next.done === true) return;
  }
}

function post(): void {
  if (waiting.length === 0) return;
  awaitTurn(counters);
  const buffers = waiting.flatMap((facts) =>
    'tables' in facts ? facts.tables.map(([, , buffer]) => buffer) : [],
  );
  parentPort?.postMessage(waiting, buffers);
  waiting = [];
  waitingRows = 0;
  waitingFiles = 0;
}
