import type { Measured, SqlRecord } from '../../metric.js';
import { advise, breakEven, habitOf, remainingRequests, type Standing } from '../restart-backtest/restart.js';

const MAX_ROWS = 20;

/** Advice for each thread of the period, unless it did not pay on the later half of the history. */
export function restartAdvice(
  records: readonly SqlRecord[],
  results: ReadonlyMap<string, Measured>,
): Measured {
  const habit = habitOf(records.filter((record) => record['is_standing'] === false));
  const silence = silenceOf(results.get('restart-backtest'));
  const rows = records
    .filter((record) => record['is_standing'] === true)
    .map((record) => {
      const standing = standingOf(record);
      const reached = Number(record['requests']);
      const ofOthers = { ...habit, lengths: without(habit.lengths, reached) };
      const advice = standing === null ? null : advise(standing, reached, ofOthers);
      return {
        ...record,
        context_fill: fillOf(record),
        break_even: standing === null ? null : breakEven(standing, habit.cachedShare),
        remaining: remainingRequests(ofOthers, reached),
        advice: silence === null ? advice : null,
        advice_crux: cruxAdvice(record),
        reason:
          silence ??
          (advice !== null ? null : standing === null ? 'no price' : 'fewer than 20 threads came this far'),
      };
    });
  return {
    value: silence === null ? rows.filter(({ advice }) => advice === 'YES').length : null,
    lowerBound: false,
    rows: rows.slice(0, MAX_ROWS),
  };
}

/** The list without the thread itself, which would always seem to be at its end. */
function without(lengths: readonly number[], own: number): readonly number[] {
  const index = lengths.indexOf(own);
  return lengths.filter((_, i) => i !== index);
}

/** Why no advice is given at all; null: it is. */
function silenceOf(backtest: Measured | undefined): string | null {
  if (backtest === undefined) return 'not backtested in this run';
  if (backtest.value === null) return 'too little history to test the advice';
  return backtest.value > 0 ? null : 'on later sessions the advice saved nothing';
}

function standingOf(record: SqlRecord): Standing | null {
  if (record['read_price'] === null) return null;
  return {
    context: Number(record['context_tokens']),
    base: Number(record['base_tokens']),
    window: record['window_tokens'] as number | null,
    readPrice: Number(record['read_price']),
    primePrice: Number(record['prime_price']),
    outputPrice: Number(record['output_price']),
  };
}

function fillOf(record: SqlRecord): number | null {
  const window = record['window_tokens'];
  return typeof window === 'number' && window > 0 ? Number(record['context_tokens']) / window : null;
}

/** What crux would say: 150,000 tokens, or growth over 6 and 100 requests since a drop; growth over 4: soon. */
function cruxAdvice(record: SqlRecord): 'YES' | 'SOON' | 'NO' {
  const growth = Number(record['crux_growth']);
  if (Number(record['crux_tokens']) > 150_000) return 'YES';
  if (growth > 6 && Number(record['since_drop']) > 100) return 'YES';
  return growth > 4 ? 'SOON' : 'NO';
}
