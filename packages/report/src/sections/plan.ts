import type { MetricsResult } from '@cc-report/metrics';
import { formatCount, formatFactor, formatPercent, formatUsd } from '../format.js';
import { periodWords } from '../period-words.js';
import { summaryOf } from '../projection-words.js';
import { numberOf, type Row, read, textOf } from '../reading.js';
import type { Fact } from '../section.js';
import { formatDay } from '../wall-clock.js';

/** True when the page has a chapter on where the period ends: who asks that asks for the plan as well. */
export function hasProjection(result: MetricsResult): boolean {
  const { view } = result.options;
  return (
    periodWords(result).running &&
    read(result, 'sessions').value !== 1 &&
    summaryOf(result) !== null &&
    (view === null || view === 'finance')
  );
}

/** What the subscription was worth, or what one would have been. */
export function planFacts(result: MetricsResult): readonly Fact[] {
  const plan = read(result, 'plan-value').rows[0];
  return plan === undefined ? planOffer(result) : [...valueFacts(plan), ...limitFacts(result)];
}

function valueFacts(plan: Row): readonly Fact[] {
  const leverage = numberOf(plan, 'leverage');
  const surplus = numberOf(plan, 'surplus_usd');
  const evenAt = textOf(plan, 'break_even_day');
  return [
    {
      label: 'Plan leverage',
      metric: 'plan-value',
      value: formatFactor(leverage),
      note: `${formatUsd(numberOf(plan, 'cost_usd'))} of use for ${formatUsd(numberOf(plan, 'plan_cost_usd'))} of a ${formatUsd(numberOf(plan, 'plan_usd'))} plan, its price for these days`,
    },
    ...(surplus === null
      ? []
      : [
          {
            label: surplus >= 0 ? 'Above the plan’s price' : 'Below the plan’s price',
            value: formatUsd(Math.abs(surplus)),
            note: evenAt === '' ? 'the plan has not paid yet' : `the plan had paid by ${formatDay(evenAt)}`,
          },
        ]),
  ];
}

/** How much of the learned limits the plan's holder used; no plan's limit is published as a number. */
function limitFacts(result: MetricsResult): readonly Fact[] {
  return read(result, 'rolling-limits').rows.flatMap((row) => {
    const most = numberOf(row, 'peak_share');
    if (most === null || textOf(row, 'quantity') !== 'cost_usd') return [];
    const seen = numberOf(row, 'limits_seen') ?? 0;
    return [
      {
        label: `Most of a limit in ${textOf(row, 'window')}`,
        value: formatPercent(most),
        note: `of ${formatUsd(numberOf(row, 'bound'))}, ${seen > 1 ? `the median at ${formatCount(seen)} limits seen` : 'your P90: no limit was seen, and no plan’s is published'}`,
      },
    ];
  });
}

/** What the subscriptions would have bought, where none was named. */
function planOffer(result: MetricsResult): readonly Fact[] {
  const [dearest, ...others] = read(result, 'plan-comparison').rows;
  const price = (row: Row) => formatUsd(numberOf(row, 'plan_usd'));
  const leverage = (row: Row) => formatFactor(numberOf(row, 'leverage'));
  return dearest === undefined
    ? []
    : [
        {
          label: `Against a ${price(dearest)} plan`,
          metric: 'plan-value',
          value: leverage(dearest),
          note: `${formatUsd(read(result, 'cost').value)} of use for ${formatUsd(numberOf(dearest, 'plan_cost_usd'))}, its price for these days; ${others.map((row) => `${price(row)}: ${leverage(row)}`).join(', ')}. Name yours with --plan`,
        },
      ];
}
