import { numberOf, type Reading, type Row, textOf } from './reading.js';

/** One part of the cost over all threads, under the name a reader sees. */
export interface CostPart {
  readonly name: string;
  /** What the conversation already held: read again, or built again. */
  readonly isOld: boolean;
  readonly costUsd: number;
}

/** What the parts of a cost are called; `isOld`: what the conversation already held. */
export const PART_NAMES: Readonly<Record<string, { readonly name: string; readonly isOld: boolean }>> = {
  base_carried: { name: 'Base context, read from the cache', isOld: true },
  base_built: { name: 'Base context, rebuilt', isOld: true },
  history_carried: { name: 'Earlier conversation, read from the cache', isOld: true },
  history_rebuilt: { name: 'Earlier conversation, rebuilt', isOld: true },
  new_material: { name: 'New prompts, files and results', isOld: false },
  output: { name: 'Output', isOld: false },
  fees: { name: 'Searches', isOld: false },
  long_context: { name: 'Long-context price', isOld: false },
  factor: { name: 'Fast mode, region, batch', isOld: false },
};

const CAUSES: Readonly<Record<string, string>> = {
  ttl_expiry: 'cache expired',
  model_switch: 'model switched',
  prefix_change: 'prompt start changed',
  compaction: 'compaction',
  rewind: 'rewind',
  resume: 'fork or resume',
  unknown: 'cause unknown',
};

/** The period's parts over all kinds of threads, largest first. */
export function costParts(explained: Reading): readonly CostPart[] {
  const parts = new Map<string, CostPart>();
  for (const row of explained.rows) {
    const costUsd = numberOf(row, 'cost_usd');
    if (row['day'] !== null || costUsd === null) continue;
    const { name, isOld } = partOf(row);
    parts.set(name, { name, isOld, costUsd: (parts.get(name)?.costUsd ?? 0) + costUsd });
  }
  return [...parts.values()].sort((a, b) => b.costUsd - a.costUsd || (a.name < b.name ? -1 : 1));
}

function partOf(row: Row): { readonly name: string; readonly isOld: boolean } {
  const part = textOf(row, 'part');
  const cause = textOf(row, 'cause');
  if (part === 'base_built' && cause === 'session_start')
    return { name: 'Base context, built at the start', isOld: false };
  const { name, isOld } = PART_NAMES[part] ?? { name: part, isOld: false };
  return { name: row['cause'] === null ? name : `${name}: ${CAUSES[cause] ?? cause}`, isOld };
}
