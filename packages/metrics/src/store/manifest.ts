import { endsAsBefore, type FileLedger, type LineLedger, type TranscriptFile } from '@cc-report/parser';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Cell } from './table-writer.js';

/** What the store knows of a transcript it has read. */
export interface ManifestEntry {
  readonly fileId: number;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly inode: number;
  readonly agentType: string | null;
  readonly ledger: FileLedger;
}

/** The manifest by path. */
export async function readManifest(
  connection: DuckDBConnection,
): Promise<ReadonlyMap<string, ManifestEntry>> {
  const reader = await connection.runAndReadAll(
    `SELECT path, file_id::DOUBLE, size_bytes::DOUBLE, modified_ms, inode, lines::DOUBLE, record_lines::DOUBLE,
       blank_lines::DOUBLE, unreadable_lines::DOUBLE, consumed_bytes::DOUBLE, awaits_summary, end_hash, agent_type
     FROM transcript`,
  );
  // By column: as objects, ten thousand rows take longer than everything else that a run without news does.
  const [paths = [], ...columns] = reader.getColumnsJS();
  return new Map(
    paths.map((path, row) => {
      const [
        fileId,
        size,
        modified,
        inode,
        lines,
        records,
        blank,
        unreadable,
        consumed,
        awaits,
        hash,
        agentType,
      ] = columns.map((column) => column[row]);
      const sizeBytes = Number(size);
      const ledger: FileLedger = {
        lines: Number(lines),
        recordLines: Number(records),
        blankLines: Number(blank),
        unreadableLines: Number(unreadable),
        awaitsSummary: awaits === true,
        bytes: sizeBytes,
        consumedBytes: Number(consumed),
        endHash: hash === null ? null : Number(hash),
      };
      return [
        String(path),
        {
          fileId: Number(fileId),
          sizeBytes,
          modifiedMs: Number(modified),
          inode: Number(inode),
          agentType: textOf(agentType),
          ledger,
        },
      ];
    }),
  );
}

/** Same size, time and inode, and no other type of agent in the file beside it: nothing new to read. */
export function isUnchanged(file: TranscriptFile, entry: ManifestEntry | undefined): boolean {
  return (
    entry !== undefined &&
    entry.sizeBytes === file.sizeBytes &&
    entry.modifiedMs === file.modifiedMs &&
    entry.inode === file.inode &&
    (file.agentType === null || entry.agentType === file.agentType)
  );
}

/** To recall more records takes longer than to read them again. */
const MOST_RECALLED_LINES = 100_000;

/** The same file, whose bytes are as they were, in whole lines, with more behind them. */
export function hasGrown(file: TranscriptFile, entry: ManifestEntry | undefined): entry is ManifestEntry {
  return (
    entry !== undefined &&
    entry.inode === file.inode &&
    entry.sizeBytes < file.sizeBytes &&
    entry.ledger.lines <= MOST_RECALLED_LINES &&
    isWhole(entry.ledger) &&
    endsAsBefore(file.path, entry.ledger.consumedBytes, entry.ledger.endHash)
  );
}

function isWhole(ledger: FileLedger): ledger is FileLedger & { readonly endHash: number } {
  return ledger.endHash !== null && ledger.consumedBytes === ledger.bytes;
}

/** Deletes the facts of lines behind those in the manifest, of files that may have been read on. */
export function forgetBehindManifest(table: string): string {
  return `DELETE FROM ${table} USING transcript
    WHERE ${table}.file_id = transcript.file_id AND line > lines AND consumed_bytes = size_bytes`;
}

/** The ledger of a file of which the rest was read. */
export function continued(before: FileLedger, rest: FileLedger): FileLedger {
  return {
    lines: before.lines + rest.lines,
    recordLines: before.recordLines + rest.recordLines,
    blankLines: before.blankLines + rest.blankLines,
    unreadableLines: before.unreadableLines + rest.unreadableLines,
    awaitsSummary: rest.awaitsSummary,
    bytes: before.bytes + rest.bytes,
    consumedBytes: rest.consumedBytes,
    endHash: rest.endHash,
  };
}

/** The highest id in use, 0 in an empty store. */
export function highestId(manifest: ReadonlyMap<string, ManifestEntry>): number {
  return [...manifest.values()].reduce((highest, { fileId }) => Math.max(highest, fileId), 0);
}

/** A row of the table `transcript`. */
export type ManifestRow = readonly Cell[];

/** The size is that of the bytes read: a file that grew meanwhile is read again next time. */
export function manifestRow(
  fileId: number,
  file: TranscriptFile,
  ledger: LineLedger & { readonly endHash?: number | null },
): ManifestRow {
  const { path, name, slug, pathSessionId, agentId, agentType, modifiedMs, inode } = file;
  const { bytes, lines, recordLines, blankLines, unreadableLines, consumedBytes } = ledger;
  const { awaitsSummary, endHash = null } = ledger;
  return [
    fileId,
    ...[path, name, slug, pathSessionId, agentId, agentType],
    ...[bytes, modifiedMs, inode, lines, recordLines, blankLines, unreadableLines, consumedBytes],
    ...[awaitsSummary, endHash],
  ];
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
