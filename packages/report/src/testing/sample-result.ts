import type {
  Column,
  Coverage,
  MetricResult,
  MetricsResult,
  PeriodResult,
  PreviousResult,
  ResultOptions,
  Step,
  Value,
} from '@cc-report/metrics';
import { addSampleMetrics } from './sample-metrics.js';

type Row = Record<string, Value>;

/** What an invented month looks like. Every figure of the result is added up from its invented sessions. */
export interface SampleOptions {
  readonly seed?: number;
  readonly sessions?: number;
  readonly projects?: readonly string[];
  /** Model → USD per session, on average; null for a model without a price. */
  readonly models?: Readonly<Record<string, number | null>>;
  readonly tools?: readonly string[];
  readonly branch?: string;
  readonly period?: Partial<PeriodResult>;
  readonly previous?: PreviousResult | null;
  readonly options?: Partial<ResultOptions>;
  readonly coverage?: Partial<Coverage>;
  /** True when some output is a lower bound. */
  readonly lowerBound?: boolean;
}

/** mulberry32: a small seeded generator, public domain (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const MODELS = {
  'claude-opus-4-5-20251101': 6.1,
  'claude-sonnet-4-5-20250929': 2.4,
  'claude-haiku-4-5-20251001': 0.35,
};
const PROJECTS = ['checkout-api', 'infra-terraform', 'web-app', 'data-pipeline', 'docs-site', 'mobile'];
const TOOLS = ['Bash', 'Read', 'Edit', 'Grep', 'Write', 'WebFetch', 'Task', 'mcp__github__search_issues'];
const CLASSES = ['input', 'output', 'cache_write_5m', 'cache_write_1h', 'cache_read', 'web_search'] as const;

const MONTH: PeriodResult = {
  start: '2026-11-01T00:00:00+01:00',
  end: '2026-12-01T00:00:00+01:00',
  asOf: '2026-11-21T23:40:00+01:00',
  timezone: 'Europe/Paris',
  label: 'November 2026',
  kind: 'month',
  step: 'day',
  dayNumber: 21,
  dayCount: 30,
};
const OCTOBER: PreviousResult = {
  start: '2026-10-01T00:00:00+02:00',
  end: '2026-11-01T00:00:00+01:00',
  asOf: '2026-10-21T23:40:00+02:00',
  recordedFrom: null,
};

const STEP_MS: Record<Step, number> = {
  '2-minutes': 120_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  month: 0,
};

function wall(iso: string): number {
  return Date.parse(`${iso.slice(0, 19)}Z`);
}

function stepTimes(period: PeriodResult): string[] {
  const times: string[] = [];
  const short = period.step === 'hour' || period.step === '2-minutes' ? 16 : 10;
  for (let at = wall(period.start); at < wall(period.asOf); ) {
    times.push(new Date(at).toISOString().slice(0, short));
    const date = new Date(at);
    at =
      period.step === 'month'
        ? Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
        : at + STEP_MS[period.step];
  }
  return times;
}

interface Session extends Row {
  session_id: string;
  project: string;
  model: string;
  step: number;
  requests: number;
  cost_usd: number | null;
}

type Add = (
  id: string,
  words: readonly [string, string, string, string],
  value: number | null,
  rows?: readonly Row[],
) => void;

/** Shares of a session's cost by class of token, and by what it was spent on. */
const CLASS_SHARES = {
  input_usd: 0.03,
  output_usd: 0.17,
  write_5m_usd: 0.22,
  write_1h_usd: 0.05,
  read_usd: 0.52,
  search_usd: 0.01,
};
const PART_SHARES = {
  base_carried_usd: 0.2,
  base_built_usd: 0.09,
  history_carried_usd: 0.35,
  history_rebuilt_usd: 0.09,
  new_material_usd: 0.15,
  output_usd: 0.12,
  fees_usd: 0,
  long_context_usd: 0,
  factor_usd: 0,
};

/** The cube that filters add up, and what the drawer shows. */
function addSessionDetails(add: Add, sessions: readonly Session[], times: readonly string[]): void {
  const words = (title: string) => [title, `What about ${title.toLowerCase()}?`, '{row}', 'rows'] as const;
  const number = (row: Row, name: string) => Number(row[name] ?? 0);
  const shares = (row: Row, parts: Readonly<Record<string, number>>) =>
    Object.fromEntries(
      Object.entries(parts).map(([name, share]) => [
        name,
        row['cost_usd'] === null ? null : Math.round(number(row, 'cost_usd') * share * 1e7) / 1e7,
      ]),
    );
  add(
    'session-days',
    words('Session days'),
    sessions.length,
    sessions.map(
      (row): Row => ({
        session_id: row.session_id,
        time: times[row.step] ?? '',
        model: row.model,
        requests: row.requests,
        input_tokens: number(row, 'input_tokens'),
        output_tokens: number(row, 'output_tokens'),
        cache_creation_tokens: number(row, 'cache_creation_tokens'),
        cache_read_tokens: number(row, 'cache_read_tokens'),
        cost_usd: row.cost_usd,
        ...shares(row, CLASS_SHARES),
        premium_usd: row['premium_usd'] ?? null,
        carry_usd: row['premium_usd'] === null ? null : Math.round(number(row, 'premium_usd') * 0.7e7) / 1e7,
        tool_calls: number(row, 'tool_calls'),
        executed_calls: number(row, 'tool_calls'),
        tool_errors: number(row, 'tool_errors'),
        lower_bound: row['lower_bound'] === true || row.cost_usd === null,
      }),
    ),
  );
  const costliest = sessions.slice(0, 2000);
  add(
    'session-explained',
    words('Sessions explained'),
    costliest.length,
    costliest.map(
      (row): Row => ({
        session_id: row.session_id,
        ...shares(row, PART_SHARES),
        ...shares(row, { carry_usd: 0.35, avoidable_usd: 0.08, expired_usd: 0.06 }),
        expired_misses: Math.round(row.requests / 20),
        lost_carry: row['score'] === null ? null : (100 - number(row, 'score')) * 0.6,
        lost_avoidable: row['score'] === null ? null : (100 - number(row, 'score')) * 0.3,
        lost_errors: row['score'] === null ? null : (100 - number(row, 'score')) * 0.1,
        lost_stops: null,
        lost_output: row['score'] === null ? null : 0,
        tool_error_rate: number(row, 'tool_errors') / Math.max(1, number(row, 'tool_calls')),
        stop_rate: null,
        output_cost_ratio: 5.9,
      }),
    ),
  );
  add(
    'session-timeline',
    words('Session timeline'),
    costliest.length,
    costliest.flatMap((row) => {
      const peak = number(row, 'context_peak_tokens');
      const count = Math.min(64, row.requests);
      const sawtooth = number(row, 'compactions') + 1;
      return Array.from({ length: count }, (_, index): Row => {
        const phase = (index * sawtooth) / count;
        const before = ((index - 1) * sawtooth) / count;
        return {
          session_id: row.session_id,
          request: Math.round((index * row.requests) / count) + 1,
          at_s: Math.round(((index * 53) / count) * row.requests),
          base_tokens: 24_000,
          context_tokens: Math.round(
            24_000 + (peak - 24_000) * Math.min(1, (phase % 1) + (index === count - 1 ? 0.2 : 0.05)),
          ),
          cumulative_usd: row.cost_usd === null ? null : (row.cost_usd * 0.86 * (index + 1)) / count,
          compaction: index > 0 && Math.floor(phase) !== Math.floor(before),
        };
      });
    }),
  );
  add(
    'session-tools',
    words('Tools of sessions'),
    costliest.length,
    costliest.flatMap((row) =>
      ['Bash', 'Read', 'Edit', 'Grep', null].map(
        (tool, index): Row => ({
          session_id: row.session_id,
          tool,
          calls: Math.max(1, Math.round(number(row, 'tool_calls') / (index + 2))),
          errors: index === 0 ? number(row, 'tool_errors') : 0,
        }),
      ),
    ),
  );
  add(
    'session-subagents',
    words('Subagents of sessions'),
    0,
    costliest.flatMap((row) =>
      number(row, 'subagents') === 0
        ? []
        : ['reviewer', 'searcher'].map(
            (agent_type, index): Row => ({
              session_id: row.session_id,
              agent_id: `agent-${index}`,
              parent_id: index === 0 ? null : 'agent-0',
              agent_type,
              runs: 1,
              requests: 12 - index * 5,
              cost_usd: row.cost_usd === null ? null : row.cost_usd * 0.07,
            }),
          ),
    ),
  );
  add(
    'session-errors',
    words('Errors of sessions'),
    0,
    costliest.flatMap((row) =>
      Array.from(
        { length: Math.min(3, number(row, 'tool_errors')) },
        (_, index): Row => ({
          session_id: row.session_id,
          at_s: 60 * (index + 1),
          tool: 'Bash',
          class: `exit code ${index + 1}`,
          file: `projects/-home-me-${row.project}/${row.session_id}.jsonl`,
          line: 41 + index * 17,
        }),
      ),
    ),
  );
}

/** A result that follows the contract, invented from a seed. */
export function sampleResult(sample: SampleOptions = {}): MetricsResult {
  const next = random(sample.seed ?? 7);
  const period: PeriodResult = { ...MONTH, ...sample.period };
  const previous = sample.previous === undefined ? OCTOBER : sample.previous;
  const times = stepTimes(period);
  const models: Readonly<Record<string, number | null>> = sample.models ?? MODELS;
  const modelIds = Object.keys(models);
  const projects = sample.projects ?? PROJECTS;
  const tools = sample.tools ?? TOOLS;
  const count = sample.sessions ?? 152;
  const lowerBound = sample.lowerBound ?? Object.values(models).includes(null);

  const sessions: Session[] = [];
  for (let index = 0; index < count; index += 1) {
    // Few projects take most of the sessions, weekends are quiet, some sessions are huge.
    const project =
      projects[Math.min(projects.length - 1, Math.floor(next() ** 1.8 * projects.length))] ?? '';
    let step = Math.floor(next() * times.length);
    const weekday = new Date(`${(times[step] ?? '').slice(0, 10)}T00:00Z`).getUTCDay();
    if (period.step === 'day' && (weekday === 0 || weekday === 6) && next() < 0.75)
      step = Math.max(0, step - 2);
    const model = modelIds[Math.floor(next() ** 1.2 * modelIds.length)] ?? '';
    const price = models[model] ?? null;
    const size = 0.15 + next() * 0.9 + (next() > 0.87 ? 3.2 * next() : 0);
    const requests = Math.max(1, Math.round(size * 34));
    const cost = price === null ? null : Math.round(price * size * 10_000) / 10_000;
    const read = Math.round(requests * 61_000 * (0.5 + size / 3));
    const creation = Math.round(requests * 2_900);
    const input = Math.round(requests * 310);
    const score = Math.max(12, Math.min(97, 98 - size * 22 - next() * 18));
    const graded = requests >= 5 && cost !== null;
    const started = (times[step] ?? period.start).slice(0, 10);
    const hour = String(8 + Math.floor(next() * 11)).padStart(2, '0');
    const minute = String(Math.floor(next() * 60)).padStart(2, '0');
    const offset = period.start.slice(19);
    const id = Array.from({ length: 32 }, () => Math.floor(next() * 16).toString(16)).join('');
    sessions.push({
      session_id: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`,
      project,
      branch: sample.branch ?? (next() > 0.3 ? 'main' : 'feature/retry-policy'),
      model,
      step,
      started_at: `${started}T${hour}:${minute}:11${offset}`,
      ended_at: `${started}T${hour}:59:58${offset}`,
      requests,
      prompts: Math.max(1, Math.round(requests / 9)),
      input_tokens: input,
      output_tokens: Math.round(requests * 420),
      cache_creation_tokens: creation,
      cache_read_tokens: read,
      cost_usd: cost,
      own_cost_usd: cost === null ? null : Math.round(cost * 0.86e7) / 1e7,
      premium_usd: cost === null ? null : Math.round(cost * (0.16 + size / 14) * 1e7) / 1e7,
      cache_hit_rate: read / (read + creation + input),
      context_peak_tokens: Math.min(198_000, Math.round(34_000 + size * 48_000)),
      context_growth: requests < 2 ? null : 1 + size * 2.1,
      compactions: size > 2.2 ? Math.floor(size) : 0,
      tool_calls: Math.round(requests * 0.8),
      tool_errors: Math.round(requests * 0.8 * 0.04 * next()),
      active_s: Math.round(requests * 47),
      subagents: size > 1.6 ? 2 : 0,
      inherited_requests: 0,
      score: graded ? score : null,
      grade: !graded
        ? null
        : score >= 85
          ? 'A'
          : score >= 70
            ? 'B'
            : score >= 55
              ? 'C'
              : score >= 40
                ? 'D'
                : 'F',
      grade_crux: graded ? 'B' : null,
      lower_bound: lowerBound && index % 40 === 3,
      is_active: false,
    });
  }
  sessions.sort((a, b) => (b.cost_usd ?? -1) - (a.cost_usd ?? -1) || (a.session_id < b.session_id ? -1 : 1));

  const sum = (rows: readonly Row[], column: string): number | null =>
    rows.reduce<number | null>(
      (total, row) => (typeof row[column] === 'number' ? (total ?? 0) + row[column] : total),
      null,
    );
  const atStep = times.map((_, step) => sessions.filter((session) => session.step === step));
  const group = (rows: readonly Session[], column: string) => {
    const groups = new Map<string, Session[]>();
    for (const row of rows)
      groups.set(String(row[column]), [...(groups.get(String(row[column])) ?? []), row]);
    return [...groups];
  };
  const byCost = (a: Row, b: Row) => Number(b['cost_usd'] ?? -1) - Number(a['cost_usd'] ?? -1);
  const usage = (rows: readonly Session[]): Row => ({
    requests: sum(rows, 'requests'),
    input_tokens: sum(rows, 'input_tokens'),
    output_tokens: sum(rows, 'output_tokens'),
    cache_creation_tokens: sum(rows, 'cache_creation_tokens'),
    cache_read_tokens: sum(rows, 'cache_read_tokens'),
    cost_usd: sum(rows, 'cost_usd'),
  });
  const cost = sum(sessions, 'cost_usd');
  const requests = sum(sessions, 'requests');
  const days = [...new Set(times.map((time) => time.slice(0, 10)))];
  const none = count === 0;
  const before = previous === null || none ? null : 0.75;
  const scaled = (value: number | null) => (before === null || value === null ? null : value * before);

  const metrics: Record<string, MetricResult> = {};
  const add = (
    id: string,
    [title, question, unit, formula]: readonly [string, string, string, string],
    value: number | null,
    rows: readonly Row[] = [],
    more: Partial<MetricResult> = {},
  ) => {
    const first = rows[0] ?? {};
    const columns: Column[] = Object.keys(first).map((name) => ({
      name,
      unit: name.endsWith('_usd') ? 'USD' : typeof first[name] === 'string' ? 'text' : '1',
    }));
    metrics[id] = {
      title,
      question,
      unit,
      formula,
      caveat: 'An estimate from transcripts, not an invoice.',
      source: 'https://docs.claude.com/en/docs/about-claude/pricing',
      better: 'neither',
      value: none ? null : value,
      previous: scaled(value),
      lowerBound: false,
      previousLowerBound: false,
      columns,
      rows: none ? [] : rows,
      ...more,
    };
  };
  const bound = { lowerBound, previousLowerBound: false };
  const series = (column: string) =>
    times.map((time, step) => ({ time, value: sum(atStep[step] ?? [], column) ?? 0 }));

  let cumulative = 0;
  let cumulativeBefore = 0;
  add(
    'cost',
    ['Cost', 'What did I spend?', 'USD', 'Σ tokens × list price, per request'],
    cost,
    series('cost_usd').map(({ time, value }, step) => {
      cumulative += value;
      cumulativeBefore += ((cost ?? 0) / times.length) * 0.75 * (0.6 + 0.8 * next());
      return {
        time,
        cost_usd: value,
        cumulative_usd: cumulative,
        previous_cumulative_usd:
          before === null ? null : step === times.length - 1 ? (cost ?? 0) * before : cumulativeBefore,
      };
    }),
    { ...bound, better: 'lower' },
  );
  add(
    'requests',
    ['Requests', 'How many API responses?', '{request}', 'count of distinct message ids'],
    requests,
    series('requests').map(({ time, value }) => ({ time, requests: value })),
  );
  const perDay = days.map((day) => sessions.filter((session) => (times[session.step] ?? '').startsWith(day)));
  add(
    'sessions',
    ['Sessions', 'How often did I use it?', '{session}', 'count of sessions with a request'],
    sessions.length,
    days.map((day, index) => ({
      day,
      sessions: perDay[index]?.length ?? 0,
      change: null,
      rolling_7:
        index < 6
          ? null
          : perDay.slice(index - 6, index + 1).reduce((total, list) => total + list.length, 0) / 7,
    })),
    { previous: scaled(sessions.length) === null ? null : Math.round(sessions.length * 1.03) },
  );
  const prompts = sum(sessions, 'prompts') ?? 0;
  add('prompts', ['Prompts', 'How much did I type?', '{prompt}', 'typed + queued + commands'], prompts, [
    { kind: 'typed', prompts: Math.round(prompts * 0.8) },
    { kind: 'command', prompts: prompts - Math.round(prompts * 0.8) - Math.round(prompts * 0.05) },
    { kind: 'queued', prompts: Math.round(prompts * 0.05) },
  ]);
  for (const [id, title] of [
    ['input-tokens', 'Input tokens'],
    ['output-tokens', 'Output tokens'],
    ['cache-creation-tokens', 'Cache creation tokens'],
    ['cache-read-tokens', 'Cache read tokens'],
  ] as const) {
    const column = id.replaceAll('-', '_');
    add(
      id,
      [title, `How many ${title.toLowerCase()}?`, '{token}', `Σ ${column}`],
      sum(sessions, column),
      series(column).map(({ time, value }) => ({ time, tokens: value })),
      id === 'output-tokens' ? bound : {},
    );
  }
  const effective = (rows: readonly Session[]) =>
    (sum(rows, 'input_tokens') ?? 0) +
    (sum(rows, 'output_tokens') ?? 0) +
    (sum(rows, 'cache_creation_tokens') ?? 0);
  add(
    'effective-tokens',
    ['Effective tokens', 'How much new text?', '{token}', 'input + output + cache creation'],
    effective(sessions),
    times.map((time, step) => ({
      time,
      input_tokens: sum(atStep[step] ?? [], 'input_tokens') ?? 0,
      output_tokens: sum(atStep[step] ?? [], 'output_tokens') ?? 0,
      cache_creation_tokens: sum(atStep[step] ?? [], 'cache_creation_tokens') ?? 0,
      effective_tokens: effective(atStep[step] ?? []),
    })),
    bound,
  );
  const share = (rows: readonly Session[], columns: readonly string[]) => {
    const total = columns.reduce((all, column) => all + (sum(rows, column) ?? 0), 0);
    return total === 0 ? null : (sum(rows, 'cache_read_tokens') ?? 0) / total;
  };
  const all = ['cache_read_tokens', 'cache_creation_tokens', 'input_tokens'];
  add(
    'cache-hit-rate',
    ['Cache hit rate', 'Is the cache working?', '1', 'cache read ÷ (cache read + cache creation + input)'],
    share(sessions, all),
    times.map((time, step) => ({ time, cache_hit_rate: share(atStep[step] ?? [], all) })),
    { better: 'higher' },
  );
  add(
    'cache-read-ratio',
    ['Cache read ratio', 'What share of reads was cached?', '1', 'cache read ÷ (cache read + input)'],
    share(sessions, ['cache_read_tokens', 'input_tokens']),
    times.map((time, step) => ({
      time,
      cache_read_ratio: share(atStep[step] ?? [], ['cache_read_tokens', 'input_tokens']),
    })),
    { better: 'higher' },
  );
  const money = (part: number) => (cost === null ? null : cost * part);
  add(
    'cache-misses',
    ['Cache misses', 'What did lost caches cost?', 'USD', 'shortfall × (price charged − cache read price)'],
    money(0.13),
    count < 2
      ? []
      : [
          { cause: 'ttl_expiry', misses: 237, tokens: 14_200_000, cost_usd: money(0.082), avoidable: true },
          { cause: 'prefix_change', misses: 31, tokens: 2_900_000, cost_usd: money(0.021), avoidable: true },
          { cause: 'compaction', misses: 48, tokens: 1_400_000, cost_usd: money(0.015), avoidable: false },
          { cause: 'model_switch', misses: 9, tokens: 610_000, cost_usd: money(0.008), avoidable: true },
          { cause: 'unknown', misses: 4, tokens: 120_000, cost_usd: money(0.004), avoidable: false },
        ],
    { better: 'lower' },
  );
  add(
    'cost-explained',
    ['Cost explained', 'What was every dollar spent on?', 'USD', 'the sum of its parts'],
    cost,
    cost === null
      ? []
      : [
          { day: null, thread_kind: 'main', part: 'history_carried', cause: null, cost_usd: money(0.35) },
          { day: null, thread_kind: 'main', part: 'base_carried', cause: null, cost_usd: money(0.2) },
          { day: null, thread_kind: 'main', part: 'new_material', cause: null, cost_usd: money(0.15) },
          { day: null, thread_kind: 'main', part: 'output', cause: null, cost_usd: money(0.12) },
          {
            day: null,
            thread_kind: 'main',
            part: 'history_rebuilt',
            cause: 'ttl_expiry',
            cost_usd: money(0.09),
          },
          {
            day: null,
            thread_kind: 'subagent',
            part: 'base_built',
            cause: 'session_start',
            cost_usd: money(0.09),
          },
          ...days.flatMap((day, index) =>
            Object.entries({ history_carried: 0.5, output: 0.3, new_material: 0.2 }).flatMap(
              ([part, share]): Row[] => {
                const spent = sum(perDay[index] ?? [], 'cost_usd');
                return spent === null || spent === 0
                  ? []
                  : [{ day, thread_kind: 'main', part, cause: null, cost_usd: spent * share }];
              },
            ),
          ),
        ],
  );
  const bands = [
    [0, 1.5, '< 1.5'],
    [1.5, 2, '1.5 – 2'],
    [2, 3, '2 – 3'],
    [3, 5, '3 – 5'],
    [5, 8, '5 – 8'],
    [8, Infinity, '≥ 8'],
  ] as const;
  add(
    'context-growth',
    [
      'Context growth',
      'Do conversations grow too long?',
      '1',
      'median over main threads of mean context ÷ first context',
    ],
    count === 0 ? null : 2.4,
    bands.map(([from, to, band]) => {
      const rows = sessions.filter(
        (session) =>
          Number(session['context_growth'] ?? 1) >= from && Number(session['context_growth'] ?? 1) < to,
      );
      return { band, sessions: rows.length, cost_usd: sum(rows, 'cost_usd') ?? 0 };
    }),
    { better: 'lower' },
  );
  add(
    'context-growth-crux',
    ['Context growth (crux)', 'Do conversations grow too long?', '1', 'last context ÷ first context'],
    3.1,
    [],
    { better: 'lower' },
  );
  add(
    'context-growth-premium',
    [
      'Context growth premium',
      'What did grown context cost?',
      'USD',
      'Σ price of history carried beyond the first context',
    ],
    sum(sessions, 'premium_usd'),
    times.map((time, step) => {
      const premium = sum(atStep[step] ?? [], 'premium_usd') ?? 0;
      return { time, carry_usd: premium * 0.7, cold_usd: premium * 0.3, premium_usd: premium };
    }),
    { better: 'lower', ...bound },
  );
  add(
    'context-growth-premium-crux',
    [
      'Context growth premium (crux)',
      'What did grown context cost?',
      'USD',
      'max(0, p_read · (Σ read − n · first context))',
    ],
    money(0.21),
    [],
    { better: 'lower' },
  );
  const grades = ['A', 'B', 'C', 'D', 'F', 'not graded'].map((grade) => {
    const rows = sessions.filter((session) => (session['grade'] ?? 'not graded') === grade);
    return {
      grade,
      sessions: rows.length,
      requests: sum(rows, 'requests') ?? 0,
      cost_usd: rows.length === 0 ? 0 : sum(rows, 'cost_usd'),
    };
  });
  add(
    'session-grades',
    ['Session grades', 'How well were sessions run?', '1', 'cost-weighted mean of session scores'],
    cost === null ? null : 63.4,
    grades,
    { better: 'higher' },
  );
  add(
    'grade-crux',
    ['Session grade (crux)', 'How well were sessions run?', '1', '100 minus deductions'],
    cost === null ? null : 78,
    grades,
    { better: 'higher' },
  );
  const running = wall(period.asOf) < wall(period.end) && period.kind === 'month';
  const projected = running && cost !== null ? (cost / period.dayNumber) * period.dayCount : null;
  add(
    'cost-projection',
    ['Cost projection', 'Where will the month end?', 'USD', 'month to date ÷ days × days in month'],
    projected,
    projected === null
      ? []
      : Array.from({ length: period.dayCount }, (_, index) => ({
          day: new Date(wall(period.start) + index * 86_400_000).toISOString().slice(0, 10),
          actual_usd:
            index < period.dayNumber
              ? (sum(
                  sessions.filter((session) => session.step <= index),
                  'cost_usd',
                ) ?? 0)
              : null,
          projected_usd:
            index < period.dayNumber - 1
              ? null
              : (cost ?? 0) +
                ((projected - (cost ?? 0)) * (index + 1 - period.dayNumber)) /
                  Math.max(1, period.dayCount - period.dayNumber),
        })),
    { previous: null },
  );
  const perModel = group(sessions, 'model')
    .map(([model, rows]): Row => ({ time: null, model, ...usage(rows) }))
    .sort(byCost);
  add(
    'cost-by-model',
    ['Cost by model', 'Which model costs most?', 'USD', 'Σ cost per model'],
    cost,
    [
      ...perModel,
      ...times.flatMap((time, step) =>
        group(atStep[step] ?? [], 'model').map(([model, rows]): Row => ({ time, model, ...usage(rows) })),
      ),
    ],
    bound,
  );
  add(
    'cost-by-project',
    ['Cost by project', 'Which project costs most?', 'USD', 'Σ cost per project'],
    cost,
    group(sessions, 'project')
      .map(([project, rows]): Row => {
        const spent = sum(rows, 'cost_usd');
        return {
          project,
          sessions: rows.length,
          requests: sum(rows, 'requests'),
          cost_usd: spent,
          share: spent === null || !cost ? null : spent / cost,
        };
      })
      .sort(byCost),
    bound,
  );
  const parts = {
    input: 0.03,
    output: 0.17,
    cache_write_5m: 0.22,
    cache_write_1h: 0.05,
    cache_read: 0.52,
    web_search: 0.01,
  };
  const classRows = (time: string | null, rows: readonly Session[]): Row[] =>
    CLASSES.map((name) => {
      const spent = sum(rows, 'cost_usd');
      return {
        time,
        token_class: name,
        tokens: Math.round((sum(rows, 'cache_read_tokens') ?? 0) * parts[name]),
        cost_usd: spent === null ? null : spent * parts[name],
      };
    });
  add(
    'cost-by-token-class',
    ['Cost by token class', 'What did the money buy?', 'USD', 'Σ cost per class of token'],
    cost,
    [
      ...classRows(null, sessions),
      ...times.flatMap((time, step) => (atStep[step]?.length ? classRows(time, atStep[step] ?? []) : [])),
    ],
    bound,
  );
  add(
    'daily-usage',
    ['Daily usage', 'On which days?', '{day}', 'usage per local day and model'],
    perDay.filter((list) => list.length > 0).length,
    days.flatMap((day, index) =>
      group(perDay[index] ?? [], 'model').map(([model, rows]): Row => ({ day, model, ...usage(rows) })),
    ),
  );
  add(
    'session-usage',
    ['Session usage', 'Which sessions?', '{session}', 'usage per session'],
    sessions.length,
    sessions.map(({ step: _, ...row }): Row => row),
  );
  addSessionDetails(add, sessions, times);
  add(
    'active-time',
    ['Active time', 'How long did I work with it?', 's', 'Σ gaps of at most five minutes'],
    sum(sessions, 'active_s'),
    days.map((day, index) => ({ day, active_s: sum(perDay[index] ?? [], 'active_s') ?? 0 })),
  );
  const calls = tools.map((tool, index): Row => {
    const total = Math.max(3, Math.round(((requests ?? 0) * 0.9) / (index + 1.4) ** 1.4));
    const rate = tool === 'WebFetch' ? 0.13 : 0.012 * (index % 4);
    const errors = Math.round(total * rate);
    return {
      tool,
      calls: total,
      ok: total - errors - (index === 0 ? 2 : 0),
      errors,
      rejected: index === 0 ? 2 : 0,
      denied: 0,
      interrupted: 0,
      cancelled: 0,
      invalid: 0,
      pending: 0,
      error_rate: errors / total,
      p50_s: 0.08 * (index + 1),
      p95_s: 1.9 * (index + 1),
    };
  });
  add(
    'tool-calls',
    ['Tool calls', 'Which tools run?', '{call}', 'count of tool_use ids'],
    sum(calls, 'calls'),
    calls,
  );
  const failed = sum(calls, 'errors') ?? 0;
  add(
    'tool-error-rate',
    ['Tool error rate', 'Do tools fail?', '1', 'errors ÷ (ok + errors)'],
    failed / (sum(calls, 'calls') ?? 1),
    times.map((time, step) => {
      const executed = sum(atStep[step] ?? [], 'tool_calls') ?? 0;
      const errors = sum(atStep[step] ?? [], 'tool_errors') ?? 0;
      return { time, executed, errors, error_rate: executed === 0 ? null : errors / executed };
    }),
    { better: 'lower' },
  );
  add(
    'api-errors',
    ['API errors', 'Does the API fail?', '{error}', 'count of failures'],
    7,
    [
      { kind: 'failure', code: 'overloaded_error', errors: 5 },
      { kind: 'failure', code: 'rate_limit_error', errors: 2 },
      { kind: 'retry', code: '529', errors: 19 },
    ],
    { better: 'lower' },
  );
  const compactions = sum(sessions, 'compactions') ?? 0;
  add(
    'compactions',
    ['Compactions', 'How often was context folded?', '{compaction}', 'count of boundaries'],
    compactions,
    compactions === 0 ? [] : [{ trigger: 'auto', compactions, tokens_before: 168_000, tokens_after: 21_000 }],
  );

  addSampleMetrics(add, metrics, {
    sessions,
    days,
    dayUsd: perDay.map((list) => sum(list, 'cost_usd') ?? 0),
    cost,
    costBefore: scaled(cost),
    requests: requests ?? 0,
    budgetUsd: sample.options?.budgetUsd ?? null,
    planUsd: sample.options?.planUsd ?? null,
    dayCount: period.dayCount,
    tools,
  });

  const unpriced = Object.fromEntries(
    perModel
      .filter((row) => row['cost_usd'] === null)
      .map((row) => [String(row['model']), Number(row['requests'])]),
  );
  const coverage: Coverage = {
    files: 214,
    bytes: 182_400_000,
    lines: 48_211,
    recordLines: 48_206,
    blankLines: 5,
    unreadableLines: 0,
    issueCount: 0,
    issues: [],
    usageLines: (requests ?? 0) * 2,
    requests: requests ?? 0,
    duplicateLines: requests ?? 0,
    replayedLines: 14,
    inheritedRequests: 0,
    syntheticLines: 9,
    undatedLines: 0,
    futureRequests: 0,
    backwardLines: 0,
    incompleteOutputRequests: lowerBound ? 12 : 0,
    unpricedRequests: Object.values(unpriced).reduce((total, value) => total + value, 0),
    unpricedModels: unpriced,
    pricesAsOf: '2026-11-20',
    versions: { '2.0.42': 30_112, '2.0.37': 18_094 },
    unknownTypes: {},
    firstDay: '2026-03-03',
    lastDay: '2026-11-21',
    ...sample.coverage,
  };
  return {
    schemaVersion: 1,
    generator: { name: 'cc-report', version: '0.1.0' },
    generatedAt: '2026-11-21T22:40:00.000Z',
    options: { budgetUsd: null, planUsd: null, view: null, demo: false, redacted: false, ...sample.options },
    period,
    previous,
    coverage,
    manifest: {
      inputHash: '0f3c5a7be91d2846',
      optionsHash: '5b20d9c6a4e81f37',
      pricesHash: 'c81e604d7af392b5',
    },
    metrics,
  };
}
