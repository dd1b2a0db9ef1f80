export type { Continuation, EarlierRecord } from './continuation.js';
export type {
  BooleanColumn,
  FactBatch,
  FactColumn,
  FactTable,
  NumericColumn,
  TextColumn,
} from './fact-batch.js';
export { FactBatchBuilder, factsOf, textColumn, textsOf } from './fact-batch.js';
export type {
  ColumnSpec,
  ColumnType,
  Fact,
  FactSink,
  FactTableName,
  FactTables,
  IssueCode,
  PromptKind,
  ToolOutcome,
  TranscriptEvent,
} from './fact-tables.js';
export { factTableNames, factTables } from './fact-tables.js';
export type { FoundTranscripts, TranscriptFile } from './find-transcripts.js';
export { defaultRoots, findTranscripts, splitRoots } from './find-transcripts.js';
export type { ParserErrorCode } from './parser-error.js';
export { ParserError } from './parser-error.js';
export type { FileLedger, ReadOptions } from './read-transcript.js';
export { endsAsBefore, parseTranscript, readTranscript, readTranscriptSync } from './read-transcript.js';
export type { ParseOptions } from './records/record-context.js';
export { hasScanner } from './scanner/scanner-module.js';
export type { LineLedger } from './transcript-parser.js';
export { TranscriptParser } from './transcript-parser.js';
export type { FileFacts, TranscriptReading } from './workers/read-transcripts.js';
export { readTranscripts } from './workers/read-transcripts.js';
