import {
  formatBound,
  formatCount,
  formatDuration,
  formatFactor,
  formatPercent,
  formatPlural,
  formatScore,
  formatTokens,
  formatUsd,
  formatUsdCell,
} from '../format.js';
import { clipName } from '../name.js';
import { numberOf, type Row, read, sumOf, textOf } from '../reading.js';
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
import { GRADES, OTHER_SERIES } from '../series-colour.js';
import {
  type Cell,
  headings,
  keyCell,
  nameCell,
  numberCell,
  pillCell,
  type Table,
  table,
  textCell,
} from '../table.js';
import { formatMoment, formatStep } from '../wall-clock.js';

/** Rows of the table; a page with thousands of rows helps nobody, the CSV has them all. */
const MOST_SESSIONS = 200;
/** Rows that are open from the start. */
const FIRST_SESSIONS = 25;

/** The sessions, costliest first; a single one is shown in full. */
export async function sessionsSection(context: SectionContext): Promise<Section> {
  const rows = read(context.result, 'session-usage').rows;
  const [only] = rows;
  const single = rows.length === 1 && only !== undefined;
  return {
    id: 'sessions',
    title: single ? 'The session' : 'Sessions',
    lede: single
      ? ''
      : 'Grades weigh carried context, avoidable cache misses, tool errors, interruptions and the price of output.',
    cards: await layOut(
      single
        ? factsCard(sessionFacts(context, only))
        : [...gradeFigure(context), ...perDayFigure(context), ...sessionTable(context, rows)],
    ),
  };
}

function usdOf(row: Row): string {
  return formatBound(formatUsdCell(numberOf(row, 'cost_usd')), row['lower_bound'] === true);
}

function sessionFacts({ models }: SectionContext, row: Row): readonly Fact[] {
  const model = textOf(row, 'model');
  const subagents = numberOf(row, 'subagents');
  return [
    {
      label: 'Project',
      value: clipName(textOf(row, 'project')) || 'n/a',
      note: textOf(row, 'branch') === '' ? '' : `branch ${clipName(textOf(row, 'branch'))}`,
    },
    {
      label: 'Started',
      value: formatMoment(textOf(row, 'started_at')),
      note: `until ${formatMoment(textOf(row, 'ended_at'))}`,
    },
    {
      label: 'Cost',
      value: usdOf(row),
      note: models.get(model)?.label ?? (model === '' ? '' : clipName(model)),
    },
    {
      label: 'Requests',
      value: formatCount(numberOf(row, 'requests')),
      note: formatPlural(numberOf(row, 'prompts'), 'prompt'),
    },
    {
      label: 'Active time',
      value: formatDuration(numberOf(row, 'active_s')),
      note: subagents ? formatPlural(subagents, 'subagent') : '',
    },
    {
      label: 'Peak context',
      value: formatTokens(numberOf(row, 'context_peak_tokens')),
      note: `growth ${formatFactor(numberOf(row, 'context_growth'))}`,
    },
    {
      label: 'Cache hit rate',
      value: formatPercent(numberOf(row, 'cache_hit_rate')),
      note: `${formatTokens(numberOf(row, 'cache_read_tokens'))} read`,
    },
    { label: 'Output', value: formatTokens(numberOf(row, 'output_tokens')), note: 'tokens' },
    {
      label: 'Tool calls',
      value: formatCount(numberOf(row, 'tool_calls')),
      note: formatPlural(numberOf(row, 'tool_errors'), 'error'),
    },
    { label: 'Compactions', value: formatCount(numberOf(row, 'compactions')), note: '' },
  ];
}

function gradeFigure({ result }: SectionContext): readonly Draft[] {
  const grades = read(result, 'session-grades');
  const crux = read(result, 'grade-crux').value;
  const rows = grades.rows.filter((row) => (numberOf(row, 'sessions') ?? 0) > 0);
  const total = sumOf(rows, 'cost_usd');
  const poor = sumOf(
    rows.filter((row) => ['D', 'F'].includes(textOf(row, 'grade'))),
    'cost_usd',
  );
  const best = sumOf(
    rows.filter((row) => ['A', 'B'].includes(textOf(row, 'grade'))),
    'cost_usd',
  );
  const finding = !total
    ? ''
    : poor !== null && poor / total >= 0.1
      ? `${formatPercent(poor / total)} of the spend went to sessions graded D or F`
      : best !== null && best / total >= 0.5
        ? `${formatPercent(best / total)} of the spend went to sessions graded A or B`
        : '';
  const score = `Score ${formatScore(grades.value)} of 100, weighted by cost${crux === null ? '' : `; ${formatScore(crux)} by crux's definition`}`;
  return figureCard(
    {
      metric: 'session-grades',
      name: 'Spend by grade',
      finding,
      subtitle: `US dollars. ${score}`,
      label: `Bars of the spend by grade. ${rows.map((row) => `${textOf(row, 'grade')}: ${formatPlural(numberOf(row, 'sessions'), 'session')}, ${formatUsd(numberOf(row, 'cost_usd'))}`).join('; ')}.`,
      rows,
      measures: ['cost_usd'],
      series: GRADES,
      legend: [],
      table: table(
        'Spend by grade',
        headings('Grade', '#Sessions', '#Requests', '#Cost', '#Share'),
        rows.map((row) => [
          textCell(textOf(row, 'grade')),
          numberCell(formatCount(numberOf(row, 'sessions'))),
          numberCell(formatCount(numberOf(row, 'requests'))),
          numberCell(formatUsdCell(numberOf(row, 'cost_usd'))),
          numberCell(
            formatPercent(
              total && numberOf(row, 'cost_usd') !== null ? (numberOf(row, 'cost_usd') ?? 0) / total : null,
            ),
          ),
        ]),
      ),
    },
    false,
  );
}

function perDayFigure({ result, days }: SectionContext): readonly Draft[] {
  const sessions = read(result, 'sessions');
  if (days.length < 2) return [];
  const busiest = sessions.rows.reduce<Row | null>(
    (best, row) =>
      best === null || (numberOf(row, 'sessions') ?? 0) > (numberOf(best, 'sessions') ?? 0) ? row : best,
    null,
  );
  const averaged = sessions.rows.some((row) => numberOf(row, 'rolling_7') !== null);
  const peak =
    busiest === null
      ? ''
      : `${formatStep(textOf(busiest, 'day'), 'day')} was the busiest day: ${formatPlural(numberOf(busiest, 'sessions'), 'session')}`;
  return figureCard(
    {
      metric: 'sessions',
      name: 'Sessions per day',
      finding: peak,
      subtitle: 'Sessions with a request on the day; a session can count on several days',
      label: `Bars of the sessions per day. ${peak}.`,
      rows: sessions.rows,
      measures: ['sessions'],
      time: { step: 'day', steps: days },
      legend: averaged
        ? [
            { label: 'Sessions', colour: 'var(--neutral)', dash: false },
            { label: 'Mean of 7 days', colour: 'var(--accent)', dash: false },
          ]
        : [],
      table: table(
        'Sessions per day',
        headings('Day', '#Sessions', '#Mean of 7 days'),
        sessions.rows.map((row) => {
          const mean = numberOf(row, 'rolling_7');
          return [
            textCell(formatStep(textOf(row, 'day'), 'day')),
            numberCell(formatCount(numberOf(row, 'sessions'))),
            numberCell(mean === null ? '–' : mean.toFixed(1)),
          ];
        }),
      ),
    },
    false,
  );
}

function gradeCell(row: Row): Cell {
  const grade = textOf(row, 'grade');
  return grade === ''
    ? textCell('–', 'centre absent')
    : pillCell(grade, `grade grade-${grade.toLowerCase()}`);
}

function sessionTable(context: SectionContext, rows: readonly Row[]): readonly Draft[] {
  const folded = rows.slice(FIRST_SESSIONS, MOST_SESSIONS);
  const rest = rows.slice(MOST_SESSIONS);
  const restUsd = sumOf(rest, 'cost_usd');
  const note =
    rest.length === 0
      ? ''
      : `${formatPlural(rest.length, 'more session')} ${restUsd === null ? 'without a known cost' : `cost ${formatUsd(restUsd)} together`}, in ${formatPlural(sumOf(rest, 'requests'), 'request')}. The CSV export holds every row.`;
  return tableCard(
    {
      title: 'All sessions',
      finding: '',
      subtitle: 'Costliest first. Growth is mean context ÷ first context of the main thread',
      table: sessionRows(context, 'Sessions by cost', rows.slice(0, FIRST_SESSIONS), note),
      more:
        folded.length === 0
          ? null
          : {
              label: `Show the next ${formatPlural(folded.length, 'session')}`,
              table: sessionRows(context, 'Further sessions by cost', folded, ''),
            },
    },
    true,
  );
}

function sessionRows({ models }: SectionContext, caption: string, rows: readonly Row[], note: string): Table {
  return table(
    caption,
    headings(
      'Session',
      'Project',
      'Started',
      'Model',
      '#Requests',
      '#Active',
      '#Peak context',
      '#Growth',
      '#Cache hits',
      '#Tool errors',
      'Grade',
      '#Cost',
    ),
    rows.map((row) => {
      const model = textOf(row, 'model');
      const series = models.get(model);
      const calls = numberOf(row, 'tool_calls');
      const id = clipName(textOf(row, 'session_id'), 80);
      return [
        { ...textCell(id.slice(0, 8), 'mono'), title: id },
        nameCell(textOf(row, 'project'), 28),
        textCell(formatMoment(textOf(row, 'started_at')), 'nowrap'),
        model === ''
          ? textCell('–', 'absent')
          : keyCell(nameCell(series?.label ?? model, 24), series?.colour ?? OTHER_SERIES.colour),
        numberCell(formatCount(numberOf(row, 'requests'))),
        numberCell(formatDuration(numberOf(row, 'active_s'))),
        numberCell(formatTokens(numberOf(row, 'context_peak_tokens'))),
        numberCell(formatFactor(numberOf(row, 'context_growth'))),
        numberCell(formatPercent(numberOf(row, 'cache_hit_rate'))),
        numberCell(calls ? `${formatCount(numberOf(row, 'tool_errors'))} of ${formatCount(calls)}` : '–'),
        gradeCell(row),
        numberCell(usdOf(row), 'strong'),
      ];
    }),
    note,
  );
}
