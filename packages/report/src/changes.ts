import type { MetricsResult } from '@cc-report/metrics';
import { formatDecimal, formatPercent, formatPlural, formatUsd } from './format.js';
import { mechanismName } from './mechanisms.js';
import { type Prose, plain, prose } from './prose.js';
import { numberOf, type Row, read, textOf } from './reading.js';

/** Parts of a change under 5% of the cost before are not worth a line. */
const WORTH = 0.05;
const MOST = 3;
/** With fewer sessions ten of them are most of all anyway. */
const MANY_SESSIONS = 40;
const CONCENTRATED = 0.2;

/** What a mechanism did, when it made the period dearer and when it made it cheaper. */
const WORDS: Readonly<Record<string, readonly [dearer: string, cheaper: string]>> = {
  volume: ['More requests', 'Fewer requests'],
  project_mix: ['A shift to costlier projects', 'A shift to cheaper projects'],
  model_mix: ['A shift to costlier models', 'A shift to cheaper models'],
  price: ['Higher list prices', 'Lower list prices'],
  context: ['More context carried per request', 'Less context carried per request'],
  cache: ['Costlier cache misses per request', 'Cheaper cache misses per request'],
  session_start: ['Costlier starts of sessions', 'Cheaper starts of sessions'],
  new_material: ['More new material per request', 'Less new material per request'],
  output: ['More output per request', 'Less output per request'],
  premiums: ['Premium rates', 'Fewer premium rates'],
  fees: ['More searches per request', 'Fewer searches per request'],
};

/** At most three lines on what changed, largest first. Without a period before it is worth knowing how few sessions made most of the cost. */
export function changes(result: MetricsResult): readonly Prose[] {
  const cost = read(result, 'cost');
  const before = cost.previous;
  const sessions = read(result, 'sessions').value ?? 0;
  const size = (row: Row) => Math.abs(numberOf(row, 'contribution_usd') ?? 0);
  const lines =
    !before || sessions < 2
      ? []
      : read(result, 'what-changed')
          .rows.filter((row) => textOf(row, 'scope') === 'all' && size(row) / before >= WORTH)
          .sort((a, b) => size(b) - size(a))
          .slice(0, MOST)
          .map((row) => changeLine(row, cost.lowerBound || cost.previousLowerBound));
  return result.previous === null
    ? concentration(result, sessions)
    : [...lines, ...concentrationShift(result)].slice(0, MOST);
}

/** Whether fewer sessions made more of the cost; it is no sum, so it stands behind what is. */
function concentrationShift(result: MetricsResult): readonly Prose[] {
  const { value, previous } = read(result, 'cost-concentration');
  const sessions = read(result, 'sessions');
  const areMany = Math.min(sessions.value ?? 0, sessions.previous ?? 0) >= MANY_SESSIONS;
  if (value === null || previous === null || !areMany || Math.abs(value - previous) < WORTH) return [];
  const said =
    value > previous ? 'Fewer sessions make more of the cost.' : 'The cost is spread over more sessions.';
  return [
    prose`${said}${plain(` Gini coefficient ${formatDecimal(value)} against ${formatDecimal(previous)}, where 0 is all alike.`)}`,
  ];
}

function changeLine(row: Row, isAbout: boolean): Prose {
  const usd = numberOf(row, 'contribution_usd') ?? 0;
  const mechanism = textOf(row, 'mechanism');
  const [dearer, cheaper] = Object.hasOwn(WORDS, mechanism)
    ? (WORDS[mechanism] as readonly [string, string])
    : [mechanismName(mechanism), mechanismName(mechanism)];
  const amount = `${isAbout ? 'about ' : ''}${formatUsd(Math.abs(usd))}`;
  const start = usd > 0 ? `${dearer} added ${amount}.` : `${cheaper} saved ${amount}.`;
  return prose`${start}${plain(comparedWith(row))}`;
}

/** The amounts behind a line; empty where it has none, as with a mix. */
function comparedWith(row: Row): string {
  const [now, then] = [numberOf(row, 'current_count'), numberOf(row, 'previous_count')];
  if (now !== null && then !== null)
    return ` ${formatPlural(now, 'request')} against ${formatPlural(then, 'request')}.`;
  const [usd, before] = [numberOf(row, 'current_usd'), numberOf(row, 'previous_usd')];
  return usd === null || before === null ? '' : ` ${formatUsd(usd)} in all against ${formatUsd(before)}.`;
}

function concentration(result: MetricsResult, sessions: number): readonly Prose[] {
  const top = read(result, 'cost-concentration').rows.find((row) => textOf(row, 'top') === 'top_10');
  const share = top === undefined ? null : numberOf(top, 'share');
  if (top === undefined || share === null || share < CONCENTRATED || sessions < MANY_SESSIONS) return [];
  return [
    prose`${`Ten sessions made ${formatPercent(share)} of the cost`} ${plain(`(${formatUsd(numberOf(top, 'cost_usd'))} of ${formatUsd(read(result, 'cost').value)}).`)}`,
  ];
}
