import { SCATTER_POINTS } from '../dense.js';
import { figureTables } from '../figure-tables.js';
import {
  formatCount,
  formatDuration,
  formatFactor,
  formatPercent,
  formatPlural,
  formatScore,
  formatTokens,
  formatUsd,
} from '../format.js';
import { clipName } from '../name.js';
import { sessionTable, sessionUsd } from '../ranking-tables.js';
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
import { GRADES } from '../series-colour.js';
import type { Table } from '../table.js';
import { activeTimeline, TIMELINE_SUBTITLE, timelineSpan } from '../timeline.js';
import { formatMoment, formatStep } from '../wall-clock.js';
import { deductionTable, deepestTable, fullTable } from './session-grades.js';

/** Rows of the table; a page with thousands of rows helps nobody, the CSV has them all. */
const MOST_SESSIONS = 200;
/** Rows that are open from the start. */
const FIRST_SESSIONS = 25;
/** From here on carried context is most of a request. Tokens. */
const LARGE_CONTEXT = 100_000;

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
        ? [...factsCard(sessionFacts(context, only)), ...timelineFigure(context, only)]
        : [
            ...gradeFigure(context),
            ...perDayFigure(context),
            ...scatterFigure(context, rows),
            ...allSessions(context, rows),
            ...deductionTable(context, rows),
            ...aside(deepestTable(context)),
            ...aside(fullTable(context)),
          ],
      context.cache,
    ),
  };
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
      note: `until ${formatMoment(textOf(row, 'ended_at'))}${row['is_active'] === true ? ', still active' : ''}`,
    },
    {
      label: 'Cost',
      value: sessionUsd(row),
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

function timelineFigure({ result }: SectionContext, row: Row): readonly Draft[] {
  const id = textOf(row, 'session_id');
  const points = activeTimeline(
    read(result, 'session-timeline').rows.filter((point) => textOf(point, 'session_id') === id),
  );
  if (points.length < 2) return [];
  const folds = points.filter((point) => point['compaction'] === true).length;
  const peak = formatTokens(largestOf(points, 'context_tokens'));
  return figureCard(
    {
      metric: 'session-timeline',
      name: 'Context of the session',
      finding: `The context reached ${peak} tokens`,
      subtitle: TIMELINE_SUBTITLE,
      label: `Area of the context of the session over time, up to ${peak} tokens, with ${formatPlural(folds, 'compaction')}.`,
      rows: points,
      measures: ['context_tokens'],
      params: { span: timelineSpan(points) },
      table: figureTables['session-timeline'](points, { step: '', series: [], before: '' }),
    },
    true,
  );
}

function gradeFigure({ result }: SectionContext): readonly Draft[] {
  const grades = read(result, 'session-grades');
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
  const score = `Score ${formatScore(grades.value)} of 100, weighted by cost. Not graded: under 5 requests or 500 tokens of output, or no prices`;
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
      table: figureTables['session-grades'](rows, { step: '', series: GRADES, before: '' }),
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
      table: figureTables['sessions'](sessions.rows, { step: 'day', series: [], before: '' }),
    },
    false,
  );
}

/** The knee: from which context on a session costs several times more. */
function scatterFigure({ models }: SectionContext, rows: readonly Row[]): readonly Draft[] {
  const drawn = rows.filter(
    (row) => numberOf(row, 'cost_usd') !== null && numberOf(row, 'context_peak_tokens') !== null,
  );
  if (drawn.length < 3) return [];
  const used = new Set(drawn.map((row) => textOf(row, 'model')));
  const series = [...models.values()].filter((model) => used.has(model.key));
  const large = drawn.filter((row) => (numberOf(row, 'context_peak_tokens') ?? 0) > LARGE_CONTEXT);
  const total = sumOf(drawn, 'cost_usd');
  const share = total ? (sumOf(large, 'cost_usd') ?? 0) / total : null;
  const finding =
    share === null || large.length === 0 || large.length === drawn.length
      ? ''
      : `Sessions above ${formatTokens(LARGE_CONTEXT)} tokens of context are ${formatPercent(large.length / drawn.length)} of all and ${formatPercent(share)} of the cost`;
  return figureCard(
    {
      metric: 'session-usage',
      name: 'Cost against largest context',
      finding,
      subtitle:
        drawn.length > SCATTER_POINTS
          ? `US dollars by tokens; the ${SCATTER_POINTS} costliest as points, the other ${formatCount(drawn.length - SCATTER_POINTS)} as shaded fields`
          : 'US dollars by tokens, one point per session',
      label: `Points of the cost of sessions against their largest context. ${finding === '' ? `${formatPlural(drawn.length, 'session')}.` : `${finding}.`}`,
      rows: drawn.map(({ session_id, model, context_peak_tokens, cost_usd }) => ({
        session_id: session_id ?? null,
        model: model ?? null,
        context_peak_tokens: context_peak_tokens ?? null,
        cost_usd: cost_usd ?? null,
      })),
      measures: ['cost_usd'],
      series,
      source: 'sessions',
      table: figureTables['session-usage'](drawn, { step: '', series, before: '' }),
    },
    true,
  );
}

function allSessions({ models }: SectionContext, rows: readonly Row[]): readonly Draft[] {
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
      subtitle: `Costliest first. Growth is mean context ÷ first context of the main thread${rows.some((row) => row['is_active'] === true) ? '; active: a request ended within 30 minutes before the report' : ''}`,
      metric: 'session-usage',
      live: 'sessions',
      table: sessionTable(rows.slice(0, FIRST_SESSIONS), models, 'Sessions by cost', note),
      more:
        folded.length === 0
          ? null
          : {
              label: `Show the next ${formatPlural(folded.length, 'session')}`,
              table: furtherTable(folded, models),
            },
    },
    true,
  );
}

/** Rows that only a reader without scripts opens: what names a session, and its cost. */
function furtherTable(rows: readonly Row[], models: SectionContext['models']): Table {
  const whole = sessionTable(rows, models, 'Further sessions by cost', '');
  const kept = ['Session', 'Project', 'Started', 'Model', 'Requests', 'Grade', 'Cost'].map((text) =>
    whole.headings.findIndex((heading) => heading.text === text),
  );
  const pick = <T>(cells: readonly T[]) => cells.filter((_, index) => kept.includes(index));
  return {
    ...whole,
    headings: pick(whole.headings),
    rows: whole.rows.map(({ cells }) => ({ cells: pick(cells) })),
  };
}
