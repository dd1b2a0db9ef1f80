import type { FactSink, IssueCode } from './fact-tables.js';
import type { JsonObject } from './json-value.js';
import { type ReadLine, readLine } from './read-line.js';
import { readRecord } from './records/record.js';
import type { ParseOptions, TreeMemory } from './records/record-context.js';

/** Reads one transcript's lines, one by one, and counts them. */
export class LineReader {
  #recordLines = 0;
  #blankLines = 0;
  #unreadableLines = 0;
  readonly #emit: FactSink;
  readonly #fileAgentId: string | null;
  readonly #options: ParseOptions;
  readonly #memory: TreeMemory;
  readonly #linesBefore: number;

  /** @param linesBefore lines of the file before the first one read, so that lines keep their number. */
  constructor(
    emit: FactSink,
    fileAgentId: string | null,
    options: ParseOptions,
    memory: TreeMemory,
    linesBefore = 0,
  ) {
    this.#linesBefore = linesBefore;
    this.#emit = emit;
    this.#fileAgentId = fileAgentId;
    this.#options = options;
    this.#memory = memory;
  }

  /** @param bytes the line without its newline, only valid during the call. */
  line(bytes: Buffer): void {
    this.#take(readLine(bytes));
  }

  /** A line that is too long to hold. */
  tooLong(byteLength: number): void {
    this.#unreadableLines++;
    this.#issue(
      this.nextLine - 1,
      'line-too-long',
      `The line has ${byteLength} bytes, more than can be read; it was skipped`,
    );
  }

  /** Lines whose facts somebody else has emitted. */
  countRecordLines(lines: number): void {
    this.#recordLines += lines;
  }

  /** What follows the last newline: a line if it is complete, else noted as unfinished. */
  tail(bytes: Buffer): void {
    const byteLength = bytes.length;
    if (byteLength === 0) return;
    const read = readLine(bytes);
    if (read.records.length > 0 && !read.issues.some(({ code }) => code === 'broken-json')) this.#take(read);
    else if (!read.isBlank) {
      const reason = `${byteLength} bytes after the last newline are not a line yet; they are read once it is finished`;
      this.#issue(this.nextLine, 'unfinished-tail', reason);
    }
  }

  /** Number of the line that comes next, from 1 at the start of the file. */
  get nextLine(): number {
    return this.#linesBefore + this.#lines + 1;
  }

  get #lines(): number {
    return this.#recordLines + this.#blankLines + this.#unreadableLines;
  }

  get counts(): { lines: number; recordLines: number; blankLines: number; unreadableLines: number } {
    return {
      lines: this.#lines,
      recordLines: this.#recordLines,
      blankLines: this.#blankLines,
      unreadableLines: this.#unreadableLines,
    };
  }

  #take({ records, isBlank, issues }: ReadLine): void {
    const line = this.nextLine;
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

  #issue(line: number, code: IssueCode, reason: string): void {
    this.#emit('issue', { line, code, reason });
  }
}
