import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { MetricsResult, Value } from '@cc-report/metrics';
import { type ChartSpec, charts } from '@cc-report/metrics/charts';
import { blockText } from './block-text.js';
import { modelsOf, projectsOf } from './browser/cube.js';
import { type ChartCache, drawChart } from './chart-cache.js';
import type { LiveCharts, LiveData, LiveDetails } from './live-data.js';
import { clipName } from './name.js';
import { type PackedRows, packRows, unpackRows } from './packed-rows.js';
import { periodWords } from './period-words.js';
import { type Row, read, textOf } from './reading.js';
import { renderMarkdown } from './render-markdown.js';
import type { Section, SectionContext } from './section.js';
import { addDays, dayOf, lastDayBefore } from './wall-clock.js';

interface Option {
  readonly value: string;
  readonly name: string;
}

/** What the controls offer. */
interface Filters {
  readonly firstDay: string;
  readonly lastDay: string;
  /** One day leaves no days to choose. */
  readonly isDay: boolean;
  /** Days up to the last one, from this one; from empty: all. */
  readonly ranges: readonly { readonly name: string; readonly from: string }[];
  /** Costliest first. */
  readonly models: readonly Option[];
  readonly projects: readonly Option[];
}

/** The data of the page as compressed text blocks, and the controls over it. */
export interface LiveBlocks {
  readonly filters: Filters;
  readonly data: string;
  readonly charts: string;
  readonly details: string;
}

/** Columns of `session-usage` that the page shows, sorts or searches. */
const SESSION_COLUMNS = [
  'session_id',
  'project',
  'branch',
  'model',
  'started_at',
  'ended_at',
  'requests',
  'prompts',
  'output_tokens',
  'cost_usd',
  'own_cost_usd',
  'premium_usd',
  'cache_hit_rate',
  'context_peak_tokens',
  'context_growth',
  'compactions',
  'tool_calls',
  'tool_errors',
  'active_s',
  'subagents',
  'score',
  'grade',
  'lower_bound',
  'is_active',
];
/** Costs are kept to 10⁻⁸ dollars and their parts to 10⁻⁵: 10,000 rows add up to the cent. */
const MONEY = 1e8;
/** Columns of the details that the drawer does not show. */
const NOT_SHOWN = new Set(['cumulative_usd', 'request', 'base_tokens']);
const DETAILS = ['timeline', 'explained', 'tools', 'subagents', 'errors'] as const;

/** The blocks about sessions; null when the result has nothing that a page could filter. */
export async function sessionBlocks(
  context: SectionContext,
  cache: ChartCache | undefined,
): Promise<Omit<LiveBlocks, 'charts'> | null> {
  const { result } = context;
  const sessions = read(result, 'session-usage').rows;
  if (read(result, 'session-days').rows.length === 0 || sessions.length === 0) return null;
  const places = new Map(sessions.map((row, index) => [textOf(row, 'session_id'), index]));
  const live = liveData(context, sessions, places);
  const [data, details] = await Promise.all([block(live), liveDetails(result, places, cache).then(block)]);
  return { filters: filtersOf(live, context), data, details };
}

/** Days of the quick ranges; that of one day has a name. */
const RANGES = [30, 7, 1];

function filtersOf({ firstDay, lastDay, ...live }: LiveData, { result, models }: SectionContext): Filters {
  const cells = unpackRows(live.cells, ['session', 'model', 'requests', 'cost_usd']);
  return {
    firstDay,
    lastDay,
    isDay: firstDay === lastDay,
    ranges: [
      { name: 'Whole period', from: '' },
      ...RANGES.map((days) => ({
        name: days > 1 ? `${days} days` : periodWords(result).running ? 'Today' : 'Last day',
        from: addDays(lastDay, 1 - days),
      })).filter(({ from }) => from > firstDay),
    ],
    models: modelsOf(cells).map(({ model }) => ({
      value: String(model),
      name: models.get(String(model))?.label ?? clipName(String(model), 40),
    })),
    projects: projectsOf(cells, unpackRows(live.sessions, ['project'])).map(({ project }) => ({
      value: String(project),
      name: clipName(String(project), 40) || '(no name)',
    })),
  };
}

/** The block about charts and tables. */
export function chartBlock({ result }: SectionContext, sections: readonly Section[]): Promise<string> {
  return block(liveCharts(result, sections));
}

function liveData(
  { result, models, steps, days }: SectionContext,
  sessions: readonly Row[],
  places: ReadonlyMap<string, number>,
): LiveData {
  const cells = read(result, 'session-days').rows;
  const { period } = result;
  const times = cells.map((row) => textOf(row, 'time').slice(0, 10)).sort();
  const last = period.asOf < period.end ? dayOf(period.asOf) : lastDayBefore(period.end);
  return {
    firstDay: period.kind === 'all' ? (times[0] ?? dayOf(period.start)) : dayOf(period.start),
    lastDay: period.kind === 'all' ? (times.at(-1) ?? last) : last,
    time: { step: period.step, steps },
    days,
    models: [...models.values()],
    sessions: packRows(sessions, SESSION_COLUMNS, shortSession),
    // Cache reads cost what the other classes of token do not.
    cells: packOfSessions(cells, places, new Set(['read_usd']), shortCell),
    costUsd: read(result, 'cost').value,
    markdown: renderMarkdown(result),
    detailed: read(result, 'session-explained').rows.length,
  };
}

type Keep = (value: Value) => Value;

const asIs: Keep = (value) => value;

function rounded(per: number): Keep {
  return (value) => (typeof value === 'number' ? Math.round(value * per) / per : value);
}

const toMinute: Keep = (value) => (typeof value === 'string' ? value.slice(0, 16) : value);

/** Digits of a column of sessions that the page shows; times to the minute. */
const SESSION_DIGITS: Readonly<Record<string, number>> = {
  cost_usd: MONEY,
  own_cost_usd: 1e4,
  premium_usd: 1e4,
  cache_hit_rate: 1e4,
  context_growth: 1e3,
  score: 10,
  active_s: 1,
};

function shortSession(name: string): Keep {
  return name.endsWith('_at') ? toMinute : rounded(SESSION_DIGITS[name] ?? MONEY);
}

function shortCell(name: string): Keep {
  return name.endsWith('_usd') ? rounded(name === 'cost_usd' ? MONEY : 1e5) : asIs;
}

const toHundreds: Keep = (value) => (typeof value === 'number' ? Math.round(value / 100) * 100 : value);

/** Without digits that nobody sees: the drawer shows cents, whole seconds and a drawing of the context. */
function shortDetail(name: string): Keep {
  return name === 'context_tokens' ? toHundreds : rounded(name.endsWith('_s') ? 1 : 1e4);
}

/** Rows of sessions, packed with the place of the session instead of its id; −1 for a session without a request in the period. */
function packOfSessions(
  rows: readonly Row[],
  places: ReadonlyMap<string, number>,
  left: ReadonlySet<string>,
  keep: (name: string) => Keep,
): PackedRows {
  const names = Object.keys(rows[0] ?? {}).filter((name) => !left.has(name));
  const placed: Keep = (id) => places.get(String(id)) ?? -1;
  const { count, columns } = packRows(rows, names, (name) => (name === 'session_id' ? placed : keep(name)));
  return {
    count,
    columns: columns.map(([name, column]) => [name === 'session_id' ? 'session' : name, column]),
  };
}

/** Nine digits: cents of ten million dollars. */
const nineDigits: Keep = (value) =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(9)) : value;

function liveCharts(result: MetricsResult, sections: readonly Section[]): LiveCharts {
  const cards = sections.flatMap((section) => section.cards);
  const tables = new Set(
    cards
      .map((card) => card.table?.metric ?? card.list?.metric ?? '')
      .filter((id) => id !== '' && id !== 'session-usage'),
  );
  return {
    charts: cards.flatMap(({ figure }) => {
      if (figure === null) return [];
      const { spec, vega, rows, source, series, time, measures, height } = figure.chart;
      return [
        [
          figure.id,
          {
            spec,
            vega,
            rows: source === '' ? packRows(rows, undefined, () => nineDigits) : null,
            series,
            time,
            measures,
            height,
          },
        ],
      ];
    }),
    tables: [...tables].map((id) => [id, packRows(read(result, id).rows, undefined, () => nineDigits)]),
  };
}

async function liveDetails(
  result: MetricsResult,
  places: ReadonlyMap<string, number>,
  cache: ChartCache | undefined,
): Promise<LiveDetails> {
  const packed = DETAILS.map((name) => [
    name,
    packOfSessions(read(result, `session-${name}`).rows, places, NOT_SHOWN, shortDetail),
  ]);
  const spec = charts['session-timeline'] as ChartSpec;
  const { vega } = await drawChart({ id: 'drawer', spec, rows: [] }, [], cache);
  return {
    ...(Object.fromEntries(packed) as Omit<LiveDetails, 'timelineChart'>),
    timelineChart: { spec, vega },
  };
}

const packed = promisify(gzip);
/** Bytes for what comes out. Where there is more, packing waits for this thread, which draws. */
const ROOM = 1 << 20;

/** Packed on another thread, while charts are drawn; a higher level takes three times as long for 1 % of the bytes. */
async function block(data: object): Promise<string> {
  return blockText(await packed(JSON.stringify(data), { level: 7, chunkSize: ROOM }));
}
