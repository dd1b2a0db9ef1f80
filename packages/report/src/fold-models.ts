import { numberOf, type Row, textOf } from './reading.js';
import { OTHER_MODELS } from './series-colour.js';

/** Most series that a chart shows apart; with "other" that makes seven. */
const MOST_MODELS = 6;

/** Rows {time, model, cost_usd} with at most seven models; what is beyond the six costliest is summed as "other models". */
export async function foldModels(rows: readonly Row[], ranking: readonly Row[]): Promise<readonly Row[]> {
  const priced = rows.filter((row) => numberOf(row, 'cost_usd') !== null);
  const models = ranking
    .filter((row) => numberOf(row, 'cost_usd') !== null)
    .map((row) => textOf(row, 'model'));
  if (models.length <= MOST_MODELS + 1 || priced.length === 0) return priced;
  const kept = new Set(models.slice(0, MOST_MODELS));
  const aq = await import('arquero');
  return aq
    .from(priced as object[])
    .derive({
      model: aq.escape((row: { model: string }) => (kept.has(row.model) ? row.model : OTHER_MODELS)),
    })
    .groupby('time', 'model')
    .rollup({ cost_usd: aq.op.sum('cost_usd') })
    .objects() as Row[];
}
