import type { Section, SectionContext } from '../section.js';
import { sectionContext } from '../section.js';
import { patchMetrics } from './patch-metric.js';
import { type State, stateResult } from './states.js';

/** What a chapter says, by the name of the card or fact: its sentence, or value and note. */
export async function sentences(
  build: (context: SectionContext) => Promise<Section>,
  patches: Parameters<typeof patchMetrics>[1],
  state: State = 'month',
): Promise<Readonly<Record<string, string>>> {
  const { cards } = await build(sectionContext(patchMetrics(stateResult(state), patches)));
  return Object.fromEntries(
    cards.flatMap(({ figure, table, list, facts }): [string, string][] => [
      ...(figure === null ? [] : [[figure.name, figure.finding] as [string, string]]),
      ...(table === null ? [] : [[table.title, table.finding] as [string, string]]),
      ...(list === null ? [] : [[list.title, list.finding] as [string, string]]),
      ...(list?.items ?? []).map(({ label, value, pill }): [string, string] => [
        label,
        pill === '' ? value : `${value} | ${pill}`,
      ]),
      ...(facts ?? []).map(({ label, value, note }): [string, string] => [label, `${value} | ${note}`]),
    ]),
  );
}

/** The cells of a card's table as text, a line per row. */
export async function lines(
  build: (context: SectionContext) => Promise<Section>,
  title: string,
  patches: Parameters<typeof patchMetrics>[1],
): Promise<readonly string[]> {
  const { cards } = await build(sectionContext(patchMetrics(stateResult('month'), patches)));
  const card = cards.find(({ table, figure }) => table?.title === title || figure?.name === title);
  const rows = card?.table?.table.rows ?? card?.figure?.table.rows ?? [];
  return rows.map(({ cells }) => cells.map(({ text }) => text).join(' | '));
}
