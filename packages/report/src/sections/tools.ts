import { figureTables } from '../figure-tables.js';
import { isLoudErrorRate } from '../findings.js';
import {
  formatBound,
  formatCount,
  formatDecimal,
  formatDuration,
  formatPercent,
  formatPlural,
} from '../format.js';
import { clipName } from '../name.js';
import { periodWords } from '../period-words.js';
import { largestOf, numberOf, type Row, read, sumOf, textOf } from '../reading.js';
import {
  aside,
  type Draft,
  type Fact,
  factsCard,
  figureCard,
  layOut,
  type Section,
  type SectionContext,
  tableCard,
} from '../section.js';
import { barCell, headings, nameCell, numberCell, table, textCell } from '../table.js';
import { count, duration, name, rate, tableOf } from './columns.js';
import { postureCard } from './posture.js';
import {
  decisionFigure,
  decisionTable,
  hookTable,
  queueTable,
  serverTable,
  skillTable,
} from './tool-context.js';
import { durationFigure, errorTable, outcomeTable, repeatTable, successTable } from './tool-results.js';

const OUTCOMES = ['rejected', 'denied', 'interrupted', 'cancelled', 'invalid', 'pending'];
const KINDS: Readonly<Record<string, string>> = {
  typed: 'Typed',
  queued: 'Queued while Claude worked',
  command: 'Commands',
  sdk: 'Sent by an SDK (not in the total)',
  notification: 'Notifications (not in the total)',
  shell: 'Shell commands (not in the total)',
};

/** Which tools ran, what failed, and when work was done. */
export async function toolsSection(context: SectionContext): Promise<Section> {
  return {
    id: 'tools',
    title: 'Tools and decisions',
    lede: 'A failed call is paid for twice: once for the call, once for what follows from it.',
    cards: await layOut(
      [
        ...factsCard(facts(context)),
        ...toolTable(context),
        ...errorRateFigure(context),
        ...durationFigure(context),
        ...decisionFigure(context),
        ...successTable(context),
        ...postureCard(context),
        ...aside(outcomeTable(context)),
        ...aside(errorTable(context)),
        ...aside(decisionTable(context)),
        ...aside(apiErrorTable(context)),
        ...aside(promptTable(context)),
        ...aside(repeatTable(context)),
        ...aside(queueTable(context)),
        ...aside(serverTable(context)),
        ...aside(skillTable(context)),
        ...aside(hookTable(context)),
      ],
      context.cache,
    ),
  };
}

function facts({ result }: SectionContext): readonly Fact[] {
  const errors = read(result, 'tool-error-rate');
  const prompts = read(result, 'prompts');
  const requests = read(result, 'requests');
  const api = read(result, 'api-errors');
  const retries = sumOf(
    api.rows.filter((row) => textOf(row, 'kind') === 'retry'),
    'errors',
  );
  const perPrompt = prompts.value && requests.value !== null ? requests.value / prompts.value : null;
  const turns = read(result, 'turns').rows.find((row) => row['day'] === null) ?? {};
  const duration = read(result, 'tool-duration');
  const lines = read(result, 'lines-changed');
  const fact = (label: string, value: number | null, text: string, note: string): readonly Fact[] =>
    value === null ? [] : [{ label, value: text, note }];
  const interrupted = numberOf(turns, 'interrupted');
  const turnTime = numberOf(turns, 'p50_s');
  return [
    {
      label: 'Tool calls',
      metric: 'tool-calls',
      value: formatCount(read(result, 'tool-calls').value),
      note: '',
    },
    {
      label: 'Tool error rate',
      metric: 'tool-error-rate',
      value: formatPercent(errors.value),
      note:
        errors.previous === null
          ? 'of executed calls'
          : `of executed calls; ${formatPercent(errors.previous)} before`,
    },
    ...fact(
      'Tool calls take',
      duration.value,
      formatDuration(duration.value),
      'p95 of all tools; one in twenty is slower',
    ),
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
      note: `of people: typed, queued or a command${perPrompt === null ? '' : `; ${formatDecimal(perPrompt)} requests each`}`,
    },
    ...fact(
      'A turn takes',
      turnTime,
      formatDuration(turnTime),
      `median; p95 ${formatDuration(numberOf(turns, 'p95_s'))}`,
    ),
    ...fact(
      'Interrupted turns',
      interrupted,
      formatPercent(numberOf(turns, 'interruption_rate')),
      `${formatCount(interrupted)} of ${formatPlural(numberOf(turns, 'turns'), 'turn')}: prompts of people and programs, answered or not`,
    ),
    ...fact(
      'Lines changed',
      lines.value,
      formatBound(formatCount(lines.value), lines.lowerBound),
      linesNote(lines.rows),
    ),
  ];
}

function linesNote(rows: readonly Row[]): string {
  const of = (kind: string) => numberOf(rows.find((row) => textOf(row, 'kind') === kind) ?? {}, 'events');
  return `${formatCount(of('lines_added'))} added, ${formatCount(of('lines_removed'))} removed by edits`;
}

/** Calls below which an error rate is no more than chance. */
const ENOUGH_CALLS = 20;

const executed = (row: Row) => (numberOf(row, 'ok') ?? 0) + (numberOf(row, 'errors') ?? 0);
const isLoud = (row: Row) => isLoudErrorRate(numberOf(row, 'error_rate')) && executed(row) >= ENOUGH_CALLS;

/** Loud tools first, the worst of them at the top, then by calls, so that what needs attention is not at the bottom. */
function toolOrder(rows: readonly Row[]): readonly Row[] {
  return [
    ...rows
      .filter(isLoud)
      .sort((a, b) => (numberOf(b, 'error_rate') ?? 0) - (numberOf(a, 'error_rate') ?? 0)),
    ...rows.filter((row) => !isLoud(row)),
  ];
}

function toolTable({ result }: SectionContext): readonly Draft[] {
  const rows = toolOrder(read(result, 'tool-calls').rows);
  const loud = rows.filter(isLoud);
  const worst = loud[0];
  return tableCard(
    {
      title: 'Tool calls',
      metric: 'tool-calls',
      finding:
        worst === undefined
          ? ''
          : loud.length === 1
            ? `${clipName(textOf(worst, 'tool'), 40)} fails in ${formatPercent(numberOf(worst, 'error_rate'))} of its calls: ${formatCount(numberOf(worst, 'errors'))} of ${formatCount(executed(worst))}`
            : `${loud.length} tools fail in more than 8% of their calls, ${clipName(textOf(worst, 'tool'), 40)} most often: ${formatPercent(numberOf(worst, 'error_rate'))} of ${formatPlural(executed(worst), 'call')}`,
      subtitle:
        'Error rate over 8% in 20 calls or more in red and first, with its 95% interval; p50 and p95 are durations. Invalid input, refusals and interruptions did not run',
      ...tableOf(
        'Tool calls by outcome',
        rows,
        [
          name('Tool', 'tool', 40),
          count('Calls', 'calls'),
          count('Errors', 'errors'),
          {
            head: '#Did not run',
            cell: (row) =>
              numberCell(
                formatCount(
                  sumOf(
                    OUTCOMES.map((one) => ({ n: row[one] ?? null })),
                    'n',
                  ),
                ),
              ),
          },
          rate('Error rate', isLoud),
          duration('p50', 'p50_s'),
          duration('p95', 'p95_s'),
        ],
        { first: 10, most: 40 },
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
      table: figureTables['tool-error-rate'](reading.rows, {
        step: result.period.step,
        series: [],
        before: '',
      }),
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
      metric: 'api-errors',
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
      metric: 'prompts',
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
