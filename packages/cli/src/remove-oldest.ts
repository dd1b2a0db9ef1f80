import { join } from 'node:path';
import type { Effects } from './effects.js';

/** Keeps the newest files of a folder. Where it cannot, they stay: they cost room, no truth. */
export async function removeOldest(folder: string, most: number, effects: Effects): Promise<void> {
  const files = await effects.listFiles(folder).catch(() => []);
  const byAge = [...files].sort((a, b) => b.modifiedMs - a.modifiedMs || (a.name < b.name ? -1 : 1));
  for (const { name } of byAge.slice(most)) await effects.removeFile(join(folder, name)).catch(() => {});
}
