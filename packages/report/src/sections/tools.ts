import { isLoudErrorRate } from '../findings.js';
import { formatCount, formatDuration, formatPercent, formatPlural } from '../format.js';
import { clipName } from '../name.js';
import { periodWords } from '../period-words.js';
import { largestOf, numberOf, type Row, read, sumOf, textOf } from '../reading.js';
import {
  type Draft,
  type Fact,
  factsCard,
  figureCard,
  layOut,
  type Section,
  type SectionContext,
  tableCard,
} from '../section.js';
import { barCell, headings, nameCell, numberCell, rateCell, table, textCell } from '../table.js';
import { formatStep } from '../wall-clock.js';

const MOST_TOOLS = 30;
const OUTCOMES = ['rejected', 'denied', 'interrupted', 'cancelled', 'invalid', 'pending'];
const KINDS: Readonly<Record<string, string>> = {
  typed: 'Typed',
  queued: 'Queued while Claude worked',
  command: 'Commands',
  sdk: 'Sent by an SDK (not in the total)',
};

/** Which tools ran, what failed, and when work was done. */
export async function toolsSection(context: SectionContext): Promise<Section> {
  return {
    id: 'tools',
    title: 'Tools and reliability',
    lede: 'A failed call is paid for twice: once for the call, once for what follows from it.',
    cards: await layOut([
      ...factsCard(facts(context)),
      ...toolTable(context),
      ...errorRateFigure(context),
      ...activeFigure(context),
      ...apiErrorTable(context),
      ...promptTable(context),
    ]),
  };
}

function facts({ result }: SectionContext): readonly Fact[] {
  const errors = read(result, 'tool-error-rate');
  const active = read(result, 'active-time');
  const prompts = read(result, 'prompts');
  const requests = read(result, 'requests');
  const api = read(result, 'api-errors');
  const retries = sumOf(
    api.rows.filter((row) => textOf(row, 'kind') === 'retry'),
    'errors',
  );
  const perPrompt = prompts.value && requests.value !== null ? requests.value / prompts.value : null;
  return [
    { label: 'Tool calls', value: formatCount(read(result, 'tool-calls').value), note: '' },
    {
      label: 'Tool error rate',
      value: formatPercent(errors.value),
      note:
        errors.previous === null
          ? 'of executed calls'
          : `of executed calls; ${formatPercent(errors.previous)} before`,
    },
    {
      label: 'API errors',
      value: formatCount(api.value),
      note:
        retries === null
          ? 'failed requests'
          : `failed requests; ${formatPlural(retries, 'retry', 'retries')}`,
    },
    {
      label: 'Prompts',
      value: formatCount(prompts.value),
      note: perPrompt === null ? '' : `${perPrompt.toFixed(1)} requests per prompt`,
    },
    { label: 'Active time', value: formatDuration(active.value), note: 'pauses left out' },
  ];
}

/** Loud tools first, then by calls, so that what needs attention is not at the bottom. */
function toolOrder(rows: readonly Row[]): readonly Row[] {
  return [
    ...rows.filter((row) => isLoudErrorRate(numberOf(row, 'error_rate'))),
    ...rows.filter((row) => !isLoudErrorRate(numberOf(row, 'error_rate'))),
  ];
}

function toolTable({ result }: SectionContext): readonly Draft[] {
  const rows = toolOrder(read(result, 'tool-calls').rows);
  const shown = rows.slice(0, MOST_TOOLS);
  const rest = rows.slice(MOST_TOOLS);
  const largest = largestOf(rows, 'calls');
  const used = OUTCOMES.filter((name) => (sumOf(rows, name) ?? 0) > 0);
  const loud = rows.filter((row) => isLoudErrorRate(numberOf(row, 'error_rate')));
  const worst = loud[0];
  return tableCard(
    {
      title: 'Tool calls',
      finding:
        worst === undefined
          ? ''
          : loud.length === 1
            ? `${clipName(textOf(worst, 'tool'), 40)} fails in ${formatPercent(numberOf(worst, 'error_rate'))} of its calls`
            : `${loud.length} tools fail in more than 8% of their calls`,
      subtitle: 'Error rate over 8% in red and first; p50 and p95 are durations',
      table: table(
        'Tool calls by outcome',
        headings(
          'Tool',
          '',
          '#Calls',
          '#OK',
          '#Errors',
          ...used.map((name) => `#${name[0]?.toUpperCase()}${name.slice(1)}`),
          '#Error rate',
          '#p50',
          '#p95',
        ),
        shown.map((row) => {
          const rate = numberOf(row, 'error_rate');
          return [
            nameCell(textOf(row, 'tool'), 40),
            barCell(largest === 0 ? 0 : (numberOf(row, 'calls') ?? 0) / largest, ''),
            numberCell(formatCount(numberOf(row, 'calls'))),
            numberCell(formatCount(numberOf(row, 'ok'))),
            numberCell(formatCount(numberOf(row, 'errors'))),
            ...used.map((name) => numberCell(formatCount(numberOf(row, name)))),
            rateCell(rate, isLoudErrorRate(rate)),
            numberCell(formatDuration(numberOf(row, 'duration_p50_s'))),
            numberCell(formatDuration(numberOf(row, 'duration_p95_s'))),
          ];
        }),
        rest.length === 0
          ? ''
          : `${formatPlural(rest.length, 'more tool')} with ${formatPlural(sumOf(rest, 'calls'), 'call')} together.`,
      ),
    },
    true,
  );
}

function errorRateFigure({ result, steps }: SectionContext): readonly Draft[] {
  const reading = read(result, 'tool-error-rate');
  const words = periodWords(result);
  const measured = reading.rows.filter((row) => numberOf(row, 'error_rate') !== null);
  if (measured.length < 2) return [];
  return figureCard(
    {
      metric: 'tool-error-rate',
      name: 'Tool error rate',
      finding: reading.value === null ? '' : `${formatPercent(reading.value)} of executed tool calls failed`,
      subtitle: `Percent of executed calls per ${words.step}`,
      label: `Line of the tool error rate per ${words.step}; ${formatPercent(reading.value)} over the period.`,
      rows: reading.rows,
      measures: ['error_rate'],
      time: { step: result.period.step, steps },
      table: table(
        'Tool error rate',
        headings('Time', '#Executed', '#Errors', '#Error rate'),
        measured.map((row) => [
          textCell(formatStep(textOf(row, 'time'), result.period.step)),
          numberCell(formatCount(numberOf(row, 'executed'))),
          numberCell(formatCount(numberOf(row, 'errors'))),
          numberCell(formatPercent(numberOf(row, 'error_rate'))),
        ]),
      ),
    },
    false,
  );
}

function activeFigure({ result, days }: SectionContext): readonly Draft[] {
  const active = read(result, 'active-time');
  if (days.length < 2 || read(result, 'sessions').value === 1) return [];
  const used = active.rows.filter((row) => (numberOf(row, 'active_s') ?? 0) > 0).length;
  return figureCard(
    {
      metric: 'active-time',
      name: 'Active time',
      finding: active.value === null ? '' : `${formatDuration(active.value)} on ${formatPlural(used, 'day')}`,
      subtitle: 'Hours per day, long pauses left out',
      label: `Bars of the active hours per day, ${formatDuration(active.value)} on ${formatPlural(used, 'day')}.`,
      rows: active.rows,
      measures: ['active_s'],
      time: { step: 'day', steps: days },
      table: table(
        'Active time per day',
        headings('Day', '#Active'),
        active.rows.map((row) => [
          textCell(formatStep(textOf(row, 'day'), 'day')),
          numberCell(formatDuration(numberOf(row, 'active_s'))),
        ]),
      ),
    },
    false,
  );
}

function apiErrorTable({ result }: SectionContext): readonly Draft[] {
  const rows = read(result, 'api-errors').rows;
  const largest = largestOf(rows, 'errors');
  return tableCard(
    {
      title: 'API errors',
      finding: '',
      subtitle: 'Failures ended a request; retries went on by themselves',
      table: table(
        'API errors by kind',
        headings('Code', 'Kind', '', '#Count'),
        rows.map((row) => [
          nameCell(textOf(row, 'code'), 40),
          textCell(textOf(row, 'kind'), 'muted'),
          barCell(largest === 0 ? 0 : (numberOf(row, 'errors') ?? 0) / largest, '', 'var(--bad)'),
          numberCell(formatCount(numberOf(row, 'errors'))),
        ]),
      ),
    },
    false,
  );
}

function promptTable({ result }: SectionContext): readonly Draft[] {
  const rows = read(result, 'prompts').rows;
  const largest = largestOf(rows, 'prompts');
  return tableCard(
    {
      title: 'Prompts by kind',
      finding: '',
      subtitle: 'How work was asked for',
      table: table(
        'Prompts by kind',
        headings('Kind', '', '#Prompts'),
        rows.map((row) => [
          textCell(KINDS[textOf(row, 'kind')] ?? clipName(textOf(row, 'kind'), 40)),
          barCell(largest === 0 ? 0 : (numberOf(row, 'prompts') ?? 0) / largest, ''),
          numberCell(formatCount(numberOf(row, 'prompts'))),
        ]),
      ),
    },
    false,
  );
}
