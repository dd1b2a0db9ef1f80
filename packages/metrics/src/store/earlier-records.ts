import type { EarlierRecord } from '@cc-report/parser';
import type { DuckDBConnection } from '@duckdb/node-api';
import { textOf } from './manifest.js';

/**
 * What lines to come can refer to, by file id, in the order of the lines. A file with a response that has an id
 * and no usage is left out: the store does not know the id.
 */
export async function earlierRecords(
  connection: DuckDBConnection,
  fileIds: readonly number[],
): Promise<ReadonlyMap<number, readonly EarlierRecord[]>> {
  const files = new Map<number, EarlierRecord[]>(fileIds.map((fileId) => [fileId, []]));
  if (fileIds.length === 0) return files;
  const reader = await connection.runAndReadAll(
    `SELECT file_id, uuid, parent_uuid, message_id, is_sidechain AND agent_id IS NULL,
       type = 'assistant' AND NOT is_synthetic AND usage.line IS NULL
     FROM raw_record AS record
     LEFT JOIN (
       SELECT file_id, line, part, message_id FROM raw_usage_line WHERE NOT is_progress_copy
     ) AS usage USING (file_id, line, part)
     WHERE file_id IN (${fileIds.join(', ')})
     ORDER BY file_id, line, part`,
  );
  for (const [fileId, uuid, parentUuid, messageId, isSideThread, isUnknown] of reader.getRowsJS()) {
    if (isUnknown === true) files.delete(Number(fileId));
    files.get(Number(fileId))?.push({
      uuid: textOf(uuid),
      parentUuid: textOf(parentUuid),
      messageId: textOf(messageId),
      isSideThread: isSideThread === true,
    });
  }
  return files;
}
