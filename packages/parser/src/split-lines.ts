const NEWLINE = 0x0a;
const BOM = [0xef, 0xbb, 0xbf] as const;

/** V8 strings end at 512 MiB; a longer line could not be parsed and is not kept. */
const MAX_LINE_BYTES = 0x1fffffe8;

export interface LineSink {
  /** Called once per line, without its newline. The bytes are only valid during the call. */
  line(bytes: Buffer): void;
  /** Called instead of `line` for a line that is too long to hold. */
  tooLong(byteLength: number): void;
}

/** Cuts bytes into lines across chunk borders. A byte-order mark at the start of the file is dropped. */
export class LineSplitter {
  /** Bytes up to and with the last newline: where the next read starts. */
  consumedBytes = 0;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #isFirstLine: boolean;
  readonly #sink: LineSink;

  /** @param isFirstLine the bytes start at the start of the file. */
  constructor(sink: LineSink, isFirstLine = true) {
    this.#sink = sink;
    this.#isFirstLine = isFirstLine;
  }

  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      this.#finishLine(bytes.subarray(start, end));
      start = end + 1;
    }
    if (start < bytes.length) this.#keep(bytes.subarray(start));
  }

  /** What follows the last newline; empty when nothing does, or when it is too long to hold. */
  tail(): Buffer {
    const tail = Buffer.concat(this.#pending);
    return this.#isFirstLine ? withoutBom(tail) : tail;
  }

  #keep(rest: Buffer): void {
    this.#pendingBytes += rest.length;
    if (this.#pendingBytes > MAX_LINE_BYTES) this.#pending = [];
    // The reader may reuse its buffer, so what is kept is copied.
    else this.#pending.push(Buffer.from(rest));
  }

  #finishLine(last: Buffer): void {
    const byteLength = this.#pendingBytes + last.length;
    this.consumedBytes += byteLength + 1;
    if (byteLength > MAX_LINE_BYTES) this.#sink.tooLong(byteLength);
    else {
      const line = this.#pending.length === 0 ? last : Buffer.concat([...this.#pending, last], byteLength);
      this.#sink.line(this.#isFirstLine ? withoutBom(line) : line);
    }
    this.#isFirstLine = false;
    this.#pending = [];
    this.#pendingBytes = 0;
  }
}

function withoutBom(line: Buffer): Buffer {
  return BOM.every((byte, index) => line[index] === byte) ? line.subarray(BOM.length) : line;
}
