import { open, rename, stat } from 'node:fs/promises';
import { MetricsError } from '../metrics-error.js';

/** Why a store could not be opened, and whether it is ours to move. */
export async function troubleOf(path: string, error: unknown): Promise<{ reason: string; isOurs: boolean }> {
  if (error instanceof MetricsError) return { reason: error.message, isOurs: error.code === 'store-version' };
  const text = String(error).replaceAll(path, '');
  if (/conflicting lock|could not set lock/i.test(text)) {
    return { reason: `the store ${path} is in use by another process`, isOurs: false };
  }
  if (await isDuckDbFile(path)) return { reason: `the store ${path} is damaged`, isOurs: true };
  return { reason: `${path} cannot be used as a store (no database, or no permission)`, isOurs: false };
}

/** DuckDB writes its name at byte 8 of the files it makes. Opened for writing: a good store without permission is no damage. */
async function isDuckDbFile(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'r+');
    try {
      const { buffer } = await file.read(Buffer.alloc(12), 0, 12, 0);
      return buffer.toString('latin1', 8, 12) === 'DUCK';
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}

/** Facts of deleted transcripts live only in the store, so a bad one is moved, never deleted. */
export async function setAside(path: string): Promise<string> {
  let kept = `${path}.bad`;
  for (let n = 2; await exists(kept); n++) kept = `${path}.bad-${n}`;
  await rename(path, kept).catch((cause) => {
    const message = `the store ${path} cannot be used and cannot be moved; use --store with another file, or --no-store`;
    throw new MetricsError('store-damaged', message, { cause });
  });
  if (await exists(`${path}.wal`)) await rename(`${path}.wal`, `${kept}.wal`);
  return kept;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
