import type { LineLedger, TranscriptFile } from '@cc-report/parser';
import type { DuckDBConnection } from '@duckdb/node-api';

/** What the store knows of a transcript it has read. */
export interface ManifestEntry {
  readonly fileId: number;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly inode: number;
}

/** The manifest by path. */
export async function readManifest(
  connection: DuckDBConnection,
): Promise<ReadonlyMap<string, ManifestEntry>> {
  const reader = await connection.runAndReadAll(
    'SELECT path, file_id::DOUBLE, size_bytes::DOUBLE, modified_ms, inode FROM transcript',
  );
  // By column: as objects, ten thousand rows take longer than everything else that a run without news does.
  const [paths = [], fileIds = [], sizes = [], times = [], inodes = []] = reader.getColumnsJS();
  return new Map(
    paths.map((path, row) => [
      String(path),
      {
        fileId: Number(fileIds[row]),
        sizeBytes: Number(sizes[row]),
        modifiedMs: Number(times[row]),
        inode: Number(inodes[row]),
      },
    ]),
  );
}

/** Same size, time and inode: nothing new to read. */
export function isUnchanged(file: TranscriptFile, entry: ManifestEntry | undefined): boolean {
  return (
    entry !== undefined &&
    entry.sizeBytes === file.sizeBytes &&
    entry.modifiedMs === file.modifiedMs &&
    entry.inode === file.inode
  );
}

/** The highest id in use, 0 in an empty store. */
export function highestId(manifest: ReadonlyMap<string, ManifestEntry>): number {
  return [...manifest.values()].reduce((highest, { fileId }) => Math.max(highest, fileId), 0);
}

/** A row of the table `transcript`. */
export type ManifestRow = readonly (string | number | null)[];

/** The size is that of the bytes read: a file that grew meanwhile is read again next time. */
export function manifestRow(fileId: number, file: TranscriptFile, ledger: LineLedger): ManifestRow {
  const { path, name, slug, pathSessionId, agentId, agentType, modifiedMs, inode } = file;
  const { bytes, lines, recordLines, blankLines, unreadableLines, consumedBytes } = ledger;
  return [
    fileId,
    ...[path, name, slug, pathSessionId, agentId, agentType],
    ...[bytes, modifiedMs, inode, lines, recordLines, blankLines, unreadableLines, consumedBytes],
  ];
}

/** Rows go through an appender: as one statement of SQL, ten thousand of them take seconds. */
export async function writeManifest(
  connection: DuckDBConnection,
  rows: readonly ManifestRow[],
): Promise<void> {
  const appender = await connection.createAppender('transcript');
  for (const row of rows) {
    for (const value of row) {
      if (value === null) appender.appendNull();
      else if (typeof value === 'string') appender.appendVarchar(value);
      else appender.appendDouble(value);
    }
    appender.endRow();
  }
  appender.closeSync();
}
