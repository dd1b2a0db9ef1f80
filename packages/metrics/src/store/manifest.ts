import type { LineLedger, TranscriptFile } from '@cc-report/parser';
import type { DuckDBConnection } from '@duckdb/node-api';
import { quoted } from './schema.js';

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
  const rows = await connection.runAndReadAll(
    'SELECT path, file_id, size_bytes::DOUBLE AS size_bytes, modified_ms, inode FROM transcript',
  );
  return new Map(
    rows.getRowObjectsJS().map((row) => [
      String(row['path']),
      {
        fileId: Number(row['file_id']),
        sizeBytes: Number(row['size_bytes']),
        modifiedMs: Number(row['modified_ms']),
        inode: Number(row['inode']),
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

/** The row of a file as SQL values. The size is that of the bytes read: a file that grew meanwhile is read again next time. */
export function manifestRow(fileId: number, file: TranscriptFile, ledger: LineLedger): string {
  const text = (value: string | null) => (value === null ? 'NULL' : quoted(value));
  const { bytes, lines, recordLines, blankLines, unreadableLines, consumedBytes } = ledger;
  const texts = [file.path, file.name, file.slug, file.pathSessionId, file.agentId, file.agentType].map(text);
  const figures = [
    bytes,
    file.modifiedMs,
    file.inode,
    lines,
    recordLines,
    blankLines,
    unreadableLines,
    consumedBytes,
  ];
  return `(${[fileId, ...texts, ...figures].join(', ')})`;
}
