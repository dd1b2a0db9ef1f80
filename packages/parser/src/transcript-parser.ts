import type { FactSink, IssueCode } from './fact-tables.js';
import type { JsonObject } from './json-value.js';
import { type ReadLine, readLine } from './read-line.js';
import { readRecord } from './records/record.js';
import { FileMemory, type ParseOptions } from './records/record-context.js';
import { LineSplitter } from './split-lines.js';

/**
 * The count of one transcript's lines: `lines = recordLines + blankLines + unreadableLines`, each line in
 * exactly one. What follows the last newline is a line only if it is a complete object: a cut-off object
 * never is one, and published copies often lack the last newline.
 */
export interface LineLedger {
  readonly lines: number;
  /** Held at least one readable object. */
  readonly recordLines: number;
  readonly blankLines: number;
  readonly unreadableLines: number;
  /** All bytes seen. */
  readonly bytes: number;
  /** Bytes up to and with the last newline: where the next read starts. */
  readonly consumedBytes: number;
}

/** Bytes in, facts out; any chunk size gives the same facts. Holds one line at a time. */
export class TranscriptParser {
  #recordLines = 0;
  #blankLines = 0;
  #unreadableLines = 0;
  #bytes = 0;
  readonly #splitter: LineSplitter;
  readonly #memory = new FileMemory();
  readonly #fileAgentId: string | null;
  readonly #options: ParseOptions;
  readonly #emit: FactSink;

  /** @param fileAgentId the subagent that the file's name tells of, null for a main transcript. */
  constructor(emit: FactSink, fileAgentId: string | null = null, options: ParseOptions = {}) {
    this.#emit = emit;
    this.#fileAgentId = fileAgentId;
    this.#options = options;
    this.#splitter = new LineSplitter({
      line: (bytes) => this.#take(readLine(bytes)),
      tooLong: (byteLength) => this.#skipLine(byteLength),
    });
  }

  push(chunk: Uint8Array): void {
    this.#bytes += chunk.byteLength;
    this.#splitter.push(chunk);
  }

  /** Reads a complete tail, notes an unfinished one; call once after the last chunk. */
  end(): LineLedger {
    const tail = this.#splitter.tail();
    const read = readLine(tail);
    if (read.records.length > 0 && !read.issues.some(({ code }) => code === 'broken-json')) this.#take(read);
    else if (!read.isBlank) {
      const reason = `${tail.length} bytes after the last newline are not a line yet; they are read once it is finished`;
      this.#issue(this.#lines + 1, 'unfinished-tail', reason);
    }
    return this.ledger;
  }

  get ledger(): LineLedger {
    return {
      lines: this.#lines,
      recordLines: this.#recordLines,
      blankLines: this.#blankLines,
      unreadableLines: this.#unreadableLines,
      bytes: this.#bytes,
      consumedBytes: this.#splitter.consumedBytes,
    };
  }

  get #lines(): number {
    return this.#recordLines + this.#blankLines + this.#unreadableLines;
  }

  #take({ records, isBlank, issues }: ReadLine): void {
    const line = this.#lines + 1;
    if (records.length > 0) this.#recordLines++;
    else if (isBlank) this.#blankLines++;
    else this.#unreadableLines++;
    for (const { code, reason } of issues) this.#issue(line, code, reason);
    for (const [part, record] of records.entries()) this.#readRecord(record, line, part);
  }

  /** A record of a shape that nobody foresaw costs an issue, never the rest of the file. */
  #readRecord(record: JsonObject, line: number, part: number): void {
    try {
      readRecord(record, {
        line,
        part,
        fileAgentId: this.#fileAgentId,
        options: this.#options,
        emit: this.#emit,
        issue: (code, reason) => this.#issue(line, code, reason),
        memory: this.#memory,
      });
    } catch {
      this.#issue(
        line,
        'unforeseen-record',
        'The record has a shape that could not be read; its facts are missing',
      );
    }
  }

  #skipLine(byteLength: number): void {
    this.#unreadableLines++;
    this.#issue(
      this.#lines,
      'line-too-long',
      `The line has ${byteLength} bytes, more than can be read; it was skipped`,
    );
  }

  #issue(line: number, code: IssueCode, reason: string): void {
    this.#emit('issue', { line, code, reason });
  }
}
