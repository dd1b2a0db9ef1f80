import { SCANNER_WASM } from './scanner-wasm.js';

/** What assembly/index.ts exports. Addresses and ids of texts are numbers; id 0 is null. */
export interface ScannerExports {
  readonly memory: WebAssembly.Memory;
  readonly position: WebAssembly.Global<'i32'>;
  readonly linesRead: WebAssembly.Global<'i32'>;
  reserve(bytes: number): number;
  addColumn(table: number, column: number, rows: number, bytesPerRow: number): number;
  rowCounts(): number;
  openFile(agent: number, agentLength: number, keepsTitles: boolean): void;
  scan(start: number, end: number, line: number, maxRows: number): number;
  clearRows(): void;
  readonly packedBytes: WebAssembly.Global<'i32'>;
  packTable(table: number): number;
  release(heapEnd: number): void;
  intern(start: number, length: number, isAscii: boolean): number;
  noteRecord(uuid: number, parent: number, message: number): number;
  sidechainRoot(uuid: number, parent: number): number;
  heapEnd(): number;
}

let compiled: WebAssembly.Module | null | undefined;

/** For a thread that is given the module that another one has compiled. */
export function useScannerModule(module: WebAssembly.Module | null): void {
  compiled = module;
}

/** null where WebAssembly or its SIMD instructions are missing. */
export function scannerModule(): WebAssembly.Module | null {
  if (compiled === undefined) {
    const bytes = Buffer.from(SCANNER_WASM, 'base64');
    compiled =
      typeof WebAssembly === 'object' && WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
  }
  return compiled;
}

/** Whether this machine runs the scanner; else every line is read by JSON.parse: the same facts, slower. */
export function hasScanner(): boolean {
  return scannerModule() !== null;
}

/** Stores what the text of a failed call says, see assembly/error-text.ts. */
export type ReadError = (start: number, end: number, hasEscape: number, result: number) => void;

export function newScannerExports(readError: ReadError): ScannerExports | null {
  const module = scannerModule();
  if (module === null) return null;
  return new WebAssembly.Instance(module, { 'error-text': { readError } })
    .exports as unknown as ScannerExports;
}
