import { formatPercent, formatPlural, formatUsd } from '../format.js';
import { numberOf, type Row } from '../reading.js';

/** Why a session cost what it cost; `points` is what it lost of 100, null where the grade does not ask. */
export interface Reason {
  readonly text: string;
  readonly points: number | null;
}

/** Money from which a reason is worth a line. */
const WORTH_USD = 0.01;

/** The reasons of a session, those that cost most points first. What costs no points and little money is left out. */
export function reasonsOf(session: Row, explained: Row): readonly Reason[] {
  const cost = numberOf(session, 'cost_usd');
  const usd = (name: string) => numberOf(explained, name) ?? 0;
  const lost = (name: string) => numberOf(explained, name);
  const share = (amount: number) => (cost ? ` (${formatPercent(amount / cost)})` : '');
  const expired = numberOf(explained, 'expired_misses') ?? 0;
  const otherMisses = usd('avoidable_usd') - usd('expired_usd');
  const rate = numberOf(explained, 'tool_error_rate');
  const stops = numberOf(explained, 'stop_rate');
  const output = numberOf(explained, 'output_cost_ratio');
  const compactions = numberOf(session, 'compactions') ?? 0;
  const reasons: readonly (Reason & { readonly isWorth: boolean })[] = [
    {
      text: `${formatUsd(usd('carry_usd'))}${share(usd('carry_usd'))} went on carrying the conversation so far. Compact or start fresh at a natural break.`,
      points: lost('lost_carry'),
      isWorth: usd('carry_usd') >= WORTH_USD,
    },
    {
      text: `${formatPlural(expired, 'pause')} outlived the cache: ${formatUsd(usd('expired_usd'))} above the price of a read to write it again.`,
      points: otherMisses > usd('expired_usd') ? null : lost('lost_avoidable'),
      isWorth: usd('expired_usd') >= WORTH_USD,
    },
    {
      text: `${formatUsd(otherMisses)} above the price of a read, because the model or the start of the prompt changed.`,
      points: otherMisses > usd('expired_usd') ? lost('lost_avoidable') : null,
      isWorth: otherMisses >= WORTH_USD,
    },
    {
      text: `${formatPercent(rate)} of executed tool calls failed (${formatPlural(numberOf(session, 'tool_errors'), 'error')} in ${formatPlural(numberOf(session, 'tool_calls'), 'call')}).`,
      points: lost('lost_errors'),
      isWorth: false,
    },
    {
      text: `${formatPercent(stops)} as many interruptions and rejected calls as prompts.`,
      points: lost('lost_stops'),
      isWorth: false,
    },
    {
      text: `Every dollar of output came with ${formatUsd(output === null ? null : Math.max(0, output - 1))} of context and cache.`,
      points: lost('lost_output'),
      isWorth: false,
    },
    {
      text: `${formatPlural(compactions, 'compaction')}. Each writes the cache again.`,
      points: null,
      isWorth: compactions > 0,
    },
  ];
  return reasons
    .map(({ text, points, isWorth }) => ({
      text,
      points: points !== null && points >= 0.5 ? points : null,
      isWorth,
    }))
    .filter(({ points, isWorth }) => points !== null || isWorth)
    .sort((a, b) => (b.points ?? 0) - (a.points ?? 0))
    .map(({ text, points }) => ({ text, points: points === null ? null : Math.round(points) }));
}
