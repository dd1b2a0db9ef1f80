import { basename, dirname, join, resolve } from 'node:path';
import type { Effects } from './effects.js';
import type { UserRoot } from './flags.js';

/**
 * The label of each config root by its real path, as the store knows it.
 * @param users a root, or its `projects` directory, may be a link; one that is not there is left out.
 */
export async function userLabels(
  users: readonly UserRoot[],
  effects: Effects,
): Promise<ReadonlyMap<string, string>> {
  const labels = new Map<string, string>();
  for (const { label, dir } of users) {
    const path = resolve(effects.cwd, dir);
    const projects = basename(path) === 'projects' ? path : join(path, 'projects');
    const real = (await effects.realPath(projects)) ?? (await effects.realPath(path));
    if (real !== null) labels.set(dirname(real), label);
  }
  return labels;
}
