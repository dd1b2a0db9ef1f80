import type { Compaction, Request } from './facts-reference.js';
import { costOf, type Prices } from './facts-reference.js';
import {
  daysAfter,
  type Expected,
  grouped,
  known,
  medianOf,
  moneyOf,
  quantileOf,
  type Reference,
  ratio,
  rawRows,
  sortedBy,
  total,
  usd,
  usdOrNull,
  weekdayOf,
  wilson,
} from './rows-reference.js';
import type { Run } from './stores-reference.js';
import type { Parts, Step } from './threads-reference.js';

/** The metrics of what is unusual, what changed and what is not seen, in plain loops over requests, steps and calls. */
export async function normalReference(run: Run): Promise<Reference> {
  return {
    anomalies: anomalies(run),
    'what-changed': whatChanged(run),
    'change-points': changePoints(run),
    'unobserved-cost': await unobservedCost(run),
    alerts: alerts(run),
  };
}

const cost = (request: Request) => request.cost;
const stepsOf = (run: Run) => run.threads.flatMap(({ steps }) => steps);
const isPricedDay = ({ requests }: { readonly requests: readonly Request[] }) =>
  requests.every((request) => request.cost !== null);
const spentUsd = (requests: readonly Request[]) => usd(moneyOf(requests, cost) ?? 0n);

/** Every local day from the first request to the last that has begun, with what it holds. */
function history(run: Run) {
  const { local, facts, asOfMs } = run;
  const requests = facts.requests.filter(({ startedMs }) => startedMs < asOfMs);
  const first = requests[0]?.startedMs ?? asOfMs;
  const ofDay = <Item extends { readonly timeMs: number | null }>(items: readonly Item[]) =>
    grouped(
      items.filter(({ timeMs }) => timeMs !== null && timeMs < asOfMs),
      ({ timeMs }) => local.day(Number(timeMs)),
    );
  const used = grouped(requests, ({ startedMs }) => local.day(startedMs));
  const called = ofDay(facts.calls);
  const failed = ofDay(facts.errors.filter(({ kind }) => kind === 'failure'));
  return local.days(first, asOfMs).map((day, index) => ({
    day,
    index,
    isWeekend: weekdayOf(day) > 5,
    isShown: local.startOf(daysAfter(day, 1)) > run.startMs,
    requests: used.get(day) ?? [],
    calls: called.get(day) ?? [],
    failures: failed.get(day) ?? [],
  }));
}

type Day = ReturnType<typeof history>[number];

interface Measure {
  readonly name: string;
  readonly unit: string;
  /** null: unknown. */
  readonly of: (day: Day) => number | null;
  /** Whether the value is all of it. */
  readonly isWhole: (day: Day) => boolean;
  readonly n: (day: Day) => number;
  /** Under so many observations a day is not measured; null: 0 is a value. */
  readonly minN: number | null;
  readonly minDifference: number;
  readonly contributors: Readonly<Record<string, (day: Day) => ReadonlyMap<string, number>>>;
}

const ATTEMPTS = ({ requests, failures }: Day) => requests.length + failures.length;
const plainCalls = ({ calls }: Day) => calls.filter(({ isDialogue }) => !isDialogue);
const timesOf = (day: Day) => known(plainCalls(day).map(({ durationMs }) => durationMs));

function sumsBy<Item>(
  items: readonly Item[],
  name: (item: Item) => string,
  amount: (group: readonly Item[]) => number | null,
): ReadonlyMap<string, number> {
  const sums = [...grouped(items, name)].map(([key, group]) => [key, amount(group)] as const);
  return new Map(sums.filter((entry): entry is readonly [string, number] => entry[1] !== null));
}

function amountsOf(days: readonly Day[]): readonly Measure[] {
  const usdOf = (group: readonly Request[]) => usdOrNull(moneyOf(group, cost));
  const effective = (group: readonly Request[]) => total(group, (request) => request.effective);
  const by = (amount: (group: readonly Request[]) => number | null) => ({
    project: ({ requests }: Day) => sumsBy(requests, ({ project }) => project, amount),
    session: ({ requests }: Day) => sumsBy(requests, ({ session }) => session, amount),
    model: ({ requests }: Day) => sumsBy(requests, ({ model }) => model ?? 'unknown', amount),
  });
  const requestOf = new Map(
    days.flatMap(({ requests }) => requests.map((request) => [request.key, request])),
  );
  const callsOf = grouped(
    days.flatMap(({ calls }) => calls),
    ({ requestKey }) => requestKey,
  );
  // A request's cost is split evenly over the tools it called.
  const shareOf = (requestKey: string | null) => {
    const request = requestOf.get(requestKey ?? '');
    const calls = callsOf.get(requestKey)?.length ?? 0;
    return request === undefined || request.cost === null ? null : usd(request.cost) / calls;
  };
  const sumOrNull = (values: readonly number[]) =>
    values.length === 0 ? null : total(values, (value) => value);
  return [
    {
      name: 'cost',
      unit: 'USD',
      of: ({ requests }) => (requests.length === 0 ? 0 : usdOf(requests)),
      isWhole: isPricedDay,
      n: ATTEMPTS,
      minN: null,
      minDifference: 1,
      contributors: {
        ...by(usdOf),
        tool: ({ calls }) =>
          sumsBy(
            calls,
            ({ tool }) => tool,
            (group) => sumOrNull(known(group.map(({ requestKey }) => shareOf(requestKey)))),
          ),
      },
    },
    {
      name: 'effective-tokens',
      unit: '{token}',
      of: ({ requests }) => effective(requests),
      isWhole: () => true,
      n: ATTEMPTS,
      minN: null,
      minDifference: 100_000,
      contributors: by(effective),
    },
    {
      name: 'tool-duration-p95',
      unit: 's',
      of: (day) => (quantileOf(timesOf(day), 0.95) ?? 0) / 1000,
      isWhole: () => true,
      n: (day) => timesOf(day).length,
      minN: 20,
      minDifference: 1,
      contributors: {
        tool: ({ calls }) =>
          sumsBy(
            calls,
            ({ tool }) => tool,
            (group) => {
              const sum = sumOrNull(known(group.map(({ durationMs }) => durationMs)));
              return sum === null ? null : sum / 1000;
            },
          ),
      },
    },
  ];
}

const isError = ({ outcome, isDialogue }: { readonly outcome: string; readonly isDialogue: boolean }) =>
  outcome === 'error' && !isDialogue;

const RATES = [
  {
    name: 'api-error-rate',
    of: ({ failures }: Day) => failures.length,
    n: ATTEMPTS,
    contributors: {
      code: ({ failures }: Day) =>
        sumsBy(
          failures,
          ({ code }) => code,
          (group) => group.length,
        ),
    },
  },
  {
    name: 'tool-error-rate',
    of: ({ calls }: Day) => calls.filter(isError).length,
    n: (day: Day) => plainCalls(day).filter(({ outcome }) => outcome === 'ok' || outcome === 'error').length,
    contributors: {
      tool: ({ calls }: Day) =>
        sumsBy(
          calls,
          ({ tool }) => tool,
          (group) => group.filter(isError).length,
        ),
    },
  },
];

const NOBODY = {
  contributor_kind: null,
  contributor: null,
  contributor_value: null,
  contributor_median: null,
};

function anomalies(run: Run): Expected {
  const days = history(run);
  const shown = days.filter(({ isShown }) => isShown);
  const rows: Expected['rows'][number][] = [];
  let [judgedDays, flaggedDays] = [0, 0];
  const withContributors = (
    row: Expected['rows'][number],
    contributors: Measure['contributors'],
    day: Day,
    baseline: readonly Day[],
  ) => {
    rows.push({ ...row, ...NOBODY });
    if (row['is_flag'] !== true) return;
    for (const [kind, amounts] of Object.entries(contributors)) {
      const usual = baseline.map(amounts);
      const above = [...amounts(day)]
        .map(([contributor, value]) => ({
          contributor,
          value,
          median: medianOf(usual.map((amount) => amount.get(contributor) ?? 0)) ?? 0,
        }))
        .filter(({ value, median }) => value > median);
      const top = sortedBy(
        above,
        ({ value, median }) => median - value,
        ({ contributor }) => contributor,
      );
      for (const { contributor, value, median } of top.slice(0, 3)) {
        rows.push({
          ...row,
          contributor_kind: kind,
          contributor,
          contributor_value: value,
          contributor_median: median,
        });
      }
    }
  };

  for (const measure of amountsOf(days)) {
    const isMeasured = (day: Day) => measure.minN === null || measure.n(day) >= measure.minN;
    const values = new Map(days.map((day) => [day, isMeasured(day) ? measure.of(day) : null]));
    const amountOn = (day: Day) => values.get(day) ?? 0;
    for (const day of shown) {
      const whole = (count: number) =>
        days.slice(Math.max(0, day.index - count), day.index).filter(measure.isWhole);
      const since = (count: number) => whole(count).filter(isMeasured);
      const value = values.get(day) ?? null;
      const month = since(30).map(amountOn);
      const mean = total(month, (each) => each) / month.length;
      const sd = Math.sqrt(total(month, (each) => (each - mean) ** 2) / (month.length - 1));
      const z = value !== null && month.length >= 14 && sd > 0 ? (value - mean) / sd : null;

      const alike = since(56).filter(({ isWeekend }) => isWeekend === day.isWeekend);
      const isIdle = measure.minN === null && medianOf(alike.map(amountOn)) === 0;
      const baseline = isIdle ? alike.filter((each) => amountOn(each) > 0) : alike;
      const atLeast = measure.minN === null && !isIdle ? 4 : 5;
      const isJudged = value !== null && whole(56).length >= 14 && baseline.length >= atLeast;
      const usual = isJudged ? medianOf(baseline.map(amountOn)) : null;
      const logs = baseline.map((each) => Math.log1p(amountOn(each)));
      const middle = medianOf(logs) ?? 0;
      const distances = logs.map((log) => Math.abs(log - middle));
      const mad = (medianOf(distances) ?? 0) / 0.6745;
      const spread = mad > 0 ? mad : (1.25 * total(distances, (each) => each)) / distances.length;
      const score = isJudged && spread > 0 ? (Math.log1p(value) - middle) / spread : null;
      const weeks: number[] = [];
      const firstWhole = days.findIndex((each) => each.index >= day.index - 56 && measure.isWhole(each));
      for (let end = day.index; end - 7 >= firstWhole; end -= 7) {
        const week = days.slice(end - 7, end).filter(measure.isWhole);
        if (week.length > 0) weeks.push((total(week, amountOn) / week.length) * 7);
      }
      const scale = measure.minN === null ? (medianOf(weeks) ?? 0) : (usual ?? 0);
      const isFlag =
        usual !== null &&
        score !== null &&
        score > 3.5 &&
        Number(value) - usual >= Math.max(measure.minDifference, 0.2 * scale);
      const isSeedFlag = z !== null && z > 2;
      if (measure.name === 'cost' && isJudged) judgedDays++;
      if (measure.name === 'cost' && isFlag) flaggedDays++;
      if (measure.name !== 'cost' && !isFlag && !isSeedFlag) continue;
      const row = {
        day: day.day,
        measure: measure.name,
        unit: measure.unit,
        value,
        median: usual,
        z,
        robust_z: score,
        low: null,
        n: isJudged ? baseline.length : null,
        is_z_flag: isSeedFlag,
        is_flag: isFlag,
        severity: isFlag ? 'warning' : null,
      };
      withContributors(row, measure.contributors, day, baseline);
    }
  }
  for (const { name, of, n, contributors } of RATES) {
    for (const day of shown) {
      const baseline = days.slice(Math.max(0, day.index - 30), day.index).filter((each) => n(each) > 0);
      const observed = total(baseline, n);
      if (n(day) < 20 || observed < 100) continue;
      const usual = Math.max(0.005, total(baseline, of) / observed);
      const [low] = wilson(of(day), n(day));
      const times = (low ?? 0) / usual;
      const severity = times >= 3 ? 'critical' : times >= 1.5 ? 'warning' : null;
      if (severity === null) continue;
      const row = {
        day: day.day,
        measure: name,
        unit: '1',
        value: of(day) / n(day),
        median: usual,
        z: null,
        robust_z: null,
        low,
        n: observed,
        is_z_flag: false,
        is_flag: true,
        severity,
      };
      withContributors(row, contributors, day, baseline);
    }
  }
  const isTooLow = shown.some((day) => !isPricedDay(day));
  return { value: judgedDays === 0 ? null : flaggedDays, lowerBound: judgedDays > 0 && isTooLow, rows };
}

const MECHANISMS = [
  'context',
  'cache',
  'session_start',
  'new_material',
  'output',
  'premiums',
  'fees',
] as const;
type Amounts = Readonly<Record<(typeof MECHANISMS)[number], number>>;
const CLASSES = ['input', 'write5m', 'write1h', 'read', 'output'] as const;

function amountsOfSteps(steps: readonly Step[]): Amounts {
  const sum = (of: (parts: Parts, isStart: boolean) => bigint) =>
    usd(
      moneyOf(steps, ({ parts, rebuildCause }) =>
        parts === null ? null : of(parts, rebuildCause === 'session_start' || rebuildCause === 'resume'),
      ) ?? 0n,
    );
  return {
    context: sum(({ baseCarried, historyCarried }) => baseCarried + historyCarried),
    session_start: sum(({ baseBuilt }, isStart) => (isStart ? baseBuilt : 0n)),
    cache: sum(({ baseBuilt, historyRebuilt }, isStart) => (isStart ? 0n : baseBuilt) + historyRebuilt),
    new_material: sum(({ newMaterial }) => newMaterial),
    output: sum(({ output }) => output),
    premiums: sum(({ longContext, factor }) => longContext + factor),
    fees: sum(({ fees }) => fees),
  };
}

/** What one model cost in one project in one period, as listed then, and at the mean of both periods' list prices. */
interface Side {
  readonly requests: number;
  readonly own: Amounts;
  readonly common: Amounts;
}

function whatChanged(run: Run): Expected {
  const { previous } = run;
  const all = stepsOf(run);
  const ofSpan = (fromMs: number, toMs: number) =>
    all.filter(({ request }) => request.startedMs >= fromMs && request.startedMs < toMs);
  const [thenAll, nowAll] = [
    previous === null ? [] : ofSpan(previous.startMs, previous.asOfMs),
    ofSpan(run.startMs, run.asOfMs),
  ];
  const spent = (steps: readonly Step[]) => moneyOf(steps, ({ request }) => request.cost);
  const [thenUsd, nowUsd] = [usdOrNull(spent(thenAll)), usdOrNull(spent(nowAll))];
  if (thenUsd === null || nowUsd === null) return { value: null, rows: [] };
  const isPriced = ({ request }: Step) => request.cost !== null;
  const [then, now] = [thenAll.filter(isPriced), nowAll.filter(isPriced)];
  const prices = commonPrices(then, now);

  const cells = [
    ...grouped([...then, ...now], ({ request }) => JSON.stringify([request.project, request.model])),
  ].map(([key, group]) => {
    const [project, model] = JSON.parse(key) as [string, string];
    const common = prices.get(model) as ReadonlyMap<string, number>;
    return {
      project,
      before: sideOf(
        group.filter((step) => then.includes(step)),
        common,
      ),
      after: sideOf(
        group.filter((step) => now.includes(step)),
        common,
      ),
    };
  });
  const [allBefore, allAfter] = [then.length, now.length];
  const projects = [...grouped(cells, ({ project }) => project)].map(([project, own]) => {
    const before = total(own, (cell) => cell.before.requests);
    const after = total(own, (cell) => cell.after.requests);
    const contribution: Record<string, number> = { volume: 0, project_mix: 0, model_mix: 0, price: 0 };
    const add = (mechanism: string, amount: number) => {
      contribution[mechanism] = (contribution[mechanism] ?? 0) + amount;
    };
    let meanCost = 0;
    for (const cell of own) {
      const perRequest = (side: Side, other: Side, name: keyof Amounts) => {
        const seen = side.requests > 0 ? side : other;
        return seen.common[name] / seen.requests;
      };
      let unitCost = 0;
      for (const name of MECHANISMS) {
        const [was, is] = [
          perRequest(cell.before, cell.after, name),
          perRequest(cell.after, cell.before, name),
        ];
        add(name, ((cell.before.requests + cell.after.requests) / 2) * (is - was));
        unitCost += (was + is) / 2;
        add('price', cell.after.own[name] - cell.after.common[name]);
        add('price', cell.before.common[name] - cell.before.own[name]);
      }
      const shareBefore = before > 0 ? cell.before.requests / before : cell.after.requests / after;
      const shareAfter = after > 0 ? cell.after.requests / after : cell.before.requests / before;
      add('model_mix', ((before + after) / 2) * (shareAfter - shareBefore) * unitCost);
      meanCost += ((shareBefore + shareAfter) / 2) * unitCost;
    }
    const [shareBefore, shareAfter] = [before / allBefore, after / allAfter];
    add('volume', (allAfter - allBefore) * ((shareBefore + shareAfter) / 2) * meanCost);
    add('project_mix', ((allBefore + allAfter) / 2) * (shareAfter - shareBefore) * meanCost);
    return { project, own, before, after, contribution };
  });
  const rowsOf = (
    scope: string,
    project: string | null,
    of: typeof cells,
    counts: readonly [number, number],
    contribution: (mechanism: string) => number,
  ) =>
    [...MECHANISMS, 'volume', 'project_mix', 'model_mix', 'price'].map((mechanism) => {
      const name = MECHANISMS.find((each) => each === mechanism);
      const amount = contribution(mechanism);
      return {
        scope,
        project,
        mechanism,
        previous_usd: name === undefined ? null : total(of, ({ before }) => before.own[name]),
        current_usd: name === undefined ? null : total(of, ({ after }) => after.own[name]),
        previous_count: mechanism === 'volume' ? counts[0] : null,
        current_count: mechanism === 'volume' ? counts[1] : null,
        contribution_usd: Math.abs(amount) < 1e-12 ? 0 : amount,
      };
    });
  const sessionsOf = (steps: readonly Step[]) => new Set(steps.map(({ request }) => request.session)).size;
  const [was, is] = [sessionsOf(thenAll), sessionsOf(nowAll)];
  return {
    value: nowUsd - thenUsd,
    rows: [
      ...rowsOf('all', null, cells, [allBefore, allAfter], (mechanism) =>
        total(projects, ({ contribution }) => contribution[mechanism] ?? 0),
      ),
      {
        scope: 'sessions',
        project: null,
        mechanism: 'sessions',
        previous_usd: null,
        current_usd: null,
        previous_count: was,
        current_count: is,
        contribution_usd: (is - was) * (thenUsd / was),
      },
      {
        scope: 'sessions',
        project: null,
        mechanism: 'cost_per_session',
        previous_usd: thenUsd / was,
        current_usd: nowUsd / is,
        previous_count: null,
        current_count: null,
        contribution_usd: is * (nowUsd / is - thenUsd / was),
      },
      ...projects.flatMap(({ project, own, before, after, contribution }) =>
        rowsOf('project', project, own, [before, after], (mechanism) => {
          // Both come of how many requests the project has.
          if (mechanism === 'project_mix') return 0;
          const mix = mechanism === 'volume' ? (contribution['project_mix'] ?? 0) : 0;
          return (contribution[mechanism] ?? 0) + mix;
        }).filter((row) => row.contribution_usd !== 0),
      ),
    ],
  };
}

const listPrice = ({ request }: Step, name: keyof Prices) => usd((request.standard?.[name] ?? 0n) * 10_000n);

/** By model and class of tokens: the mean of what a token cost before and what it costs now. */
function commonPrices(then: readonly Step[], now: readonly Step[]) {
  const models = grouped([...then, ...now], ({ request }) => request.model ?? '');
  return new Map(
    [...models].map(([model, steps]) => {
      const common = CLASSES.map((name) => {
        const prices = steps.map((step) => listPrice(step, name));
        const first = prices[0] ?? 0;
        if (prices.every((price) => price === first)) return [name, first] as const;
        const means = [then, now].flatMap((side) => {
          const own = side.filter(({ request }) => request.model === model);
          const tokens = total(own, ({ request }) => request.tokens[name]);
          const amount = total(own, (step) => step.request.tokens[name] * listPrice(step, name));
          return tokens === 0 ? [] : [amount / tokens];
        });
        return [name, means.length === 0 ? first : total(means, (mean) => mean) / means.length] as const;
      });
      return [model, new Map<string, number>(common)];
    }),
  );
}

function sideOf(steps: readonly Step[], common: ReadonlyMap<string, number>): Side {
  const own = { ...amountsOfSteps([]) } as Record<keyof Amounts, number>;
  const moved = { ...own };
  const samePrices = grouped(steps, (step) => JSON.stringify(CLASSES.map((name) => listPrice(step, name))));
  for (const group of samePrices.values()) {
    const amounts = amountsOfSteps(group);
    const priceOf = (name: keyof Prices) => listPrice(group[0] as Step, name);
    const to = (name: keyof Prices) => common.get(name) ?? 0;
    const isSame = CLASSES.every((name) => priceOf(name) === to(name));
    // Context is all reads and output all output; what is left of the prompt mixes classes and is scaled as a whole.
    const context =
      priceOf('read') === 0 ? amounts.context : (amounts.context * to('read')) / priceOf('read');
    const output =
      priceOf('output') === 0 ? amounts.output : (amounts.output * to('output')) / priceOf('output');
    const rest = amounts.cache + amounts.session_start + amounts.new_material;
    const prompt = (of: (name: keyof Prices) => number) =>
      total(
        ['input', 'write5m', 'write1h', 'read'] as const,
        (name) => total(group, ({ request }) => request.tokens[name]) * of(name),
      );
    const restMoved = rest - (prompt(priceOf) - prompt(to)) + (amounts.context - context);
    const scale = rest === 0 ? 1 : restMoved / rest;
    for (const name of MECHANISMS) {
      own[name] += amounts[name];
      const isRest = name === 'cache' || name === 'session_start' || name === 'new_material';
      const other = name === 'context' ? context : name === 'output' ? output : amounts[name];
      moved[name] += isSame ? amounts[name] : isRest ? amounts[name] * scale : other;
    }
  }
  return { requests: steps.length, own, common: moved };
}

/** Lasting shifts of the cost per request over days with at least ten: Pettitt's test by counting signs of all pairs. */
function changePoints(run: Run): Expected {
  const stepOf = new Map(stepsOf(run).map((step) => [step.request.key, step]));
  const lived = run.local.days(
    Math.min(run.facts.requests[0]?.startedMs ?? run.startMs, run.startMs),
    run.asOfMs,
  );
  const recent = new Set(lived.slice(-400));
  const days = history(run)
    .filter(({ day }) => recent.has(day))
    .map((day) => ({ ...day, priced: day.requests.filter((request) => request.cost !== null) }))
    .filter(({ priced }) => priced.length >= 10);
  if (days.length < 10) return { value: null, rows: [] };
  const values = days.map(({ priced }) => spentUsd(priced) / priced.length);
  const places = splitsOf(values, 0);
  const bounds = [0, ...places, values.length];
  const rows = places.flatMap((place, index) => {
    const before = medianOf(values.slice(bounds[index], place)) ?? 0;
    const after = medianOf(values.slice(place, bounds[index + 2])) ?? 0;
    const day = days[place];
    if (!isLarge(before, after) || day === undefined || !day.isShown) return [];
    const [earlier, later] = [days.slice(place - 5, place), days.slice(place, place + 5)].map((side) =>
      side.flatMap(({ priced }) => priced),
    ) as [Request[], Request[]];
    const newcomers = (kind: 'model' | 'version') => {
      const names = known([...new Set(days.flatMap(({ priced }) => priced.map((request) => request[kind])))]);
      const share = (side: readonly Request[], name: string) =>
        side.filter((request) => request[kind] === name).length / side.length;
      return names
        .sort()
        .filter((name) => share(earlier, name) <= 0.25 && share(later, name) >= 0.75)
        .map((name) => `${kind} ${name}`);
    };
    const hourShare = (side: readonly Request[]) =>
      ratio(
        total(side, ({ tokens }) => tokens.write1h),
        total(side, ({ written }) => written),
      );
    const [was, is] = [hourShare(earlier), hourShare(later)];
    const baseOf = (side: typeof days) => {
      const medians = known(
        side.map(({ priced }) =>
          medianOf(priced.filter(({ kind }) => kind === 'main').map(({ key }) => stepOf.get(key)?.base ?? 0)),
        ),
      ).sort((a, b) => a - b);
      return medians[Math.floor(medians.length / 2)] ?? 0;
    };
    const [baseWas, baseIs] = [baseOf(days.slice(place - 5, place)), baseOf(days.slice(place, place + 5))];
    const isOtherBase = baseWas > 0 && baseIs > 0 && Math.max(baseIs / baseWas, baseWas / baseIs) >= 1.2;
    const coincidences = [
      ...newcomers('model'),
      ...newcomers('version'),
      ...(was !== null && is !== null && Math.abs(is - was) >= 0.5
        ? [`one-hour cache writes ${Math.round(was * 100)}% → ${Math.round(is * 100)}%`]
        : []),
      ...(isOtherBase ? [`base context ${Math.round(baseWas)} → ${Math.round(baseIs)} tokens`] : []),
    ];
    return [
      {
        day: day.day,
        before_usd: before,
        after_usd: after,
        change: after / before - 1,
        coincides_with: coincidences.length === 0 ? null : coincidences.join('; '),
      },
    ];
  });
  return { value: rows.length, rows };
}

function isLarge(before: number, after: number): boolean {
  return before > 0 && Math.abs(after / before - 1) >= 0.2;
}

/** Cuts at the clearest shift, then again on both sides. */
function splitsOf(values: readonly number[], offset: number): number[] {
  let [from, length, least] = [0, 0, 0.01];
  for (let size = values.length; size >= 10; size = Math.ceil(size / 2)) {
    for (let start = 0; start + size <= values.length; start += Math.ceil(size / 2)) {
      const p = (pettitt(values.slice(start, start + size)) * values.length) / size;
      if (p < least) [from, length, least] = [start, size, p];
    }
  }
  if (length === 0) return [];
  const stretch = values.slice(from, from + length);
  const spread = (part: readonly number[]) => {
    const middle = medianOf(part) ?? 0;
    return total(part, (value) => Math.abs(value - middle));
  };
  let [at, closest] = [5, Number.POSITIVE_INFINITY];
  for (let place = 5; place <= length - 5; place++) {
    const distance = spread(stretch.slice(0, place)) + spread(stretch.slice(place));
    if (distance < closest) [at, closest] = [place, distance];
  }
  if (!isLarge(medianOf(stretch.slice(0, at)) ?? 0, medianOf(stretch.slice(at)) ?? 0)) return [];
  const place = from + at;
  return [
    ...splitsOf(values.slice(0, place), offset),
    offset + place,
    ...splitsOf(values.slice(place), offset + place),
  ];
}

/** How likely chance parts the values as much; days that resemble the day before count for fewer. */
function pettitt(values: readonly number[]): number {
  const n = values.length;
  let [strongest, at] = [0, 0];
  for (let place = 1; place < n; place++) {
    let signs = 0;
    for (const one of values.slice(0, place)) {
      for (const other of values.slice(place)) signs += Math.sign(one - other);
    }
    if (Math.abs(signs) > strongest) [strongest, at] = [Math.abs(signs), place];
  }
  const ranks = values.map(
    (value) =>
      (values.filter((other) => other < value).length + values.filter((other) => other <= value).length + 1) /
      2,
  );
  const around = (part: readonly number[]) => {
    const mean = total(part, (rank) => rank) / part.length;
    return part.map((rank) => rank - mean);
  };
  const rest = [...around(ranks.slice(0, at)), ...around(ranks.slice(at))];
  const squares = total(rest, (each) => each * each);
  const products = total(rest.slice(1).keys(), (index) => (rest[index] ?? 0) * (rest[index + 1] ?? 0));
  const correlation = squares > 0 ? Math.max(0, products / squares) : 0;
  const inflation = (1 + correlation) / (1 - correlation);
  return 2 * Math.exp((-6 * strongest ** 2) / ((n ** 3 + n ** 2) * inflation));
}

async function unobservedCost(run: Run): Promise<Expected> {
  const { facts, isWithin } = run;
  const requests = facts.requests.filter(({ startedMs }) => isWithin(startedMs));
  const estimates = known(
    facts.compactions
      .filter(({ kind, preTokens, timeMs }) => kind === 'compact' && preTokens !== null && isWithin(timeMs))
      .map((mark) => estimateOf(run, mark)),
  );
  const records = await rawRows(run.db, 'record');
  const recaps = new Set(
    records
      .filter(({ subtype, timeMs, uuid }) => subtype === 'away_summary' && isWithin(timeMs) && uuid !== null)
      .map(({ uuid }) => uuid),
  );
  const sessions = await recordedSessions(run, records);
  const days = history(run);
  const row = (source: string, unit: string, events: number) => ({
    source,
    unit,
    session_id: null,
    events,
    low_usd: null,
    high_usd: null,
    recorded_usd: null,
    computed_usd: null,
  });
  const sumOrNull = (of: (session: (typeof sessions)[number]) => number) =>
    sessions.length === 0 ? null : total(sessions, of);
  const low = moneyOf(estimates, (estimate) => estimate.low);
  const difference = ({ recorded, computed }: (typeof sessions)[number]) => recorded - computed;
  return {
    value: estimates.length === 0 ? 0n : low,
    lowerBound: estimates.length > 0,
    rows: [
      {
        ...row('compaction', '{compaction}', estimates.length),
        low_usd: low,
        high_usd: moneyOf(estimates, (estimate) => estimate.high),
      },
      row('recap', '{recap}', recaps.size),
      {
        ...row('cost-state', '{session}', sessions.length),
        low_usd: sumOrNull(difference),
        high_usd: sumOrNull(difference),
        recorded_usd: sumOrNull(({ recorded }) => recorded),
        computed_usd: sumOrNull(({ computed }) => computed),
      },
      ...sessions.map((session) => ({
        ...row('cost-state', '{session}', 1),
        session_id: session.session,
        low_usd: difference(session),
        high_usd: difference(session),
        recorded_usd: session.recorded,
        computed_usd: session.computed,
      })),
      row('unfinished-output', '{request}', requests.filter(({ isIncomplete }) => isIncomplete).length),
      row(
        'unpriced',
        '{token}',
        total(
          requests.filter((request) => request.cost === null),
          ({ context, tokens }) => context + tokens.output,
        ),
      ),
      row('history', 'd', days.length),
    ],
  };
}

/** What the request that wrote the summary cost: at least all read, at most all written again; null: its request is there. */
function estimateOf(run: Run, mark: Compaction) {
  const steps =
    run.threads.find(({ session, thread }) => session === mark.session && thread === mark.thread)?.steps ??
    [];
  const before = steps.findLast(({ request }) => request.startedMs <= mark.timeMs);
  const later = steps.find(({ request }) => request.startedMs > mark.timeMs);
  const isObserved = run.facts.requests.some(
    ({ kind, session, startedMs }) =>
      kind === 'compaction' &&
      session === mark.session &&
      startedMs >= (before?.request.startedMs ?? 0) &&
      startedMs <= (later?.request.startedMs ?? Number.POSITIVE_INFINITY),
  );
  if (isObserved) return null;
  const near = before ?? later;
  const prices = before?.request.prices ?? later?.request.prices ?? null;
  const base = near?.base ?? null;
  const leastLeft = mark.postTokens === null || base === null ? 0 : Math.max(0, mark.postTokens - base);
  const grown = later === undefined ? 0 : Math.max(0, later.request.context - later.base);
  const mostLeft = mark.postTokens ?? grown;
  const pre = mark.preTokens ?? 0;
  if (prices === null) return { low: null, high: null };
  const isHour = (near?.request.tokens.write1h ?? 0) > 0;
  return {
    low: costOf({ read: pre, output: leastLeft }, prices),
    high: costOf({ [isHour ? 'write1h' : 'write5m']: pre, output: mostLeft }, prices),
  };
}

/** Sessions of which Claude Code recorded a cost, and all requests up to then are priced and in the period. */
async function recordedSessions(run: Run, records: Awaited<ReturnType<typeof rawRows<'record'>>>) {
  const { facts } = run;
  const states = (await rawRows(run.db, 'costState')).filter(
    ({ model, costUsd }) => model === null && costUsd !== null,
  );
  const bySession = grouped(
    states,
    ({ sessionId, fileId }) => sessionId ?? facts.files.get(fileId)?.session ?? '',
  );
  return [...bySession].flatMap(([session, group]) => {
    const [last] = sortedBy(
      group,
      ({ costUsd }) => -Number(costUsd),
      ({ fileId }) => -(facts.files.get(fileId)?.rank ?? 0),
      ({ line }) => -line,
    );
    const times = known(
      records
        .filter(({ fileId, line }) => fileId === last?.fileId && line < last.line)
        .map(({ timeMs }) => timeMs),
    );
    const toMs = Math.max(...times);
    const requests = facts.requests.filter(
      (request) => request.session === session && request.startedMs <= toMs,
    );
    const isWhole =
      requests.length > 0 &&
      requests.every((request) => request.cost !== null && run.isWithin(request.startedMs)) &&
      !facts.inherited.has(session);
    return isWhole ? [{ session, recorded: Number(last?.costUsd), computed: spentUsd(requests) }] : [];
  });
}

const WEEK_DAYS = 7;

/** Rules over the facts, and over the values of other metrics, which other references check. Words are taken as they are. */
function alerts(run: Run): Expected {
  const { metrics } = run.result;
  const requests = run.facts.requests.filter(({ startedMs }) => run.isWithin(startedMs));
  const budget = run.options.budgetUsd;
  const dayShare = budget === null ? null : budget / run.dayCount;
  const value = (id: string) => metrics[id]?.value ?? null;
  const spent = usdOrNull(moneyOf(requests, cost));
  const days = history(run);
  const ofPeriod = [...grouped(requests, ({ startedMs }) => run.local.day(startedMs))].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  interface Reading {
    readonly value: number;
    readonly threshold?: number | null;
    readonly n: number;
    readonly severity?: string;
    readonly days?: readonly (readonly [string, number])[];
  }
  const highest = (
    threshold: number | null,
    of: (day: string, group: readonly Request[]) => number | null,
  ): Reading | null => {
    const figures = ofPeriod.flatMap(([day, group]) => {
      const figure = of(day, group);
      return figure === null ? [] : [[day, figure] as const];
    });
    if (threshold === null || figures.length === 0) return null;
    return {
      value: Math.max(...figures.map(([, figure]) => figure)),
      threshold,
      n: figures.length,
      days: figures.filter(([, figure]) => figure > threshold),
    };
  };
  const window = (ms: number, group: readonly Request[]) => (request: Request) =>
    group.filter(({ startedMs }) => startedMs <= request.startedMs && startedMs > request.startedMs - ms);
  const sessions = grouped(requests, ({ session }) => session);
  const bySession = known([...sessions.values()].map((group) => usdOrNull(moneyOf(group, cost))));
  const means = new Map(
    days.map((day) => {
      const before = days.slice(Math.max(0, day.index - 30), day.index).filter(isPricedDay);
      return [
        day.day,
        { mean: total(before, (each) => spentUsd(each.requests)) / before.length, n: before.length },
      ];
    }),
  );
  const counts: number[] = [];
  const overMean = highest(1.5, (day, group) => {
    const { mean = 0, n = 0 } = means.get(day) ?? {};
    const spentOn = usdOrNull(moneyOf(group, cost));
    if (n < 14 || !(mean > 0) || spentOn === null) return null;
    counts.push(n);
    return spentOn / mean;
  });
  const unusual = (...measures: readonly string[]): Reading | null => {
    const rows = (metrics['anomalies']?.rows ?? []).filter((row) => row['contributor_kind'] === null);
    const flagged = rows.filter(
      (row) => measures.includes(String(row['measure'])) && row['is_flag'] === true,
    );
    const on = [...new Set(flagged.map((row) => String(row['day'])))].sort();
    const judged = rows.filter((row) => row['measure'] === 'cost' && row['n'] !== null).length;
    if (judged + on.length === 0) return null;
    return {
      value: on.length,
      n: Math.max(judged, on.length),
      severity: flagged.some((row) => row['severity'] === 'critical') ? 'critical' : 'warning',
      days: on.map((day) => [day, 1]),
    };
  };
  const projected = (percentile: string): Reading | null => {
    const summary = metrics['projection-summary']?.rows[0];
    const end = summary?.[percentile];
    if (budget === null || summary === undefined || typeof end !== 'number') return null;
    return { value: end, threshold: budget, n: Number(summary['history_days']) };
  };
  const failures = run.facts.errors.filter(({ kind, timeMs }) => kind === 'failure' && run.isWithin(timeMs));
  const attempts = requests.length + failures.length;
  const times = known(
    run.facts.calls.filter(({ timeMs }) => run.isWithin(timeMs)).map(({ durationMs }) => durationMs),
  );
  const avoidable = stepsOf(run).filter(
    ({ isAvoidable, request }) => isAvoidable && run.isWithin(request.startedMs),
  );
  const causes = [...grouped(avoidable, ({ missCause }) => missCause).values()];
  const pricedCauses = causes.filter((group) => group.some(({ miss }) => miss !== null));
  const elapsedDays = (run.asOfMs - run.startMs) / 86_400_000;
  const elapsed = (run.asOfMs - run.startMs) / (run.endMs - run.startMs);
  const tokensOf = ({ context, tokens }: Request) => context + tokens.output;
  const tokens = total(requests, tokensOf);
  const reads = ratio(
    total(requests, (request) => request.tokens.read),
    total(requests, ({ context }) => context),
  );
  const potential = value('model-efficiency');
  const readings: Readonly<Record<string, Reading | null>> = {
    'sure-over-budget': projected('p10_usd'),
    'likely-over-budget': projected('p50_usd'),
    'budget-pace':
      budget === null || spent === null || run.asOfMs >= run.endMs
        ? null
        : { value: spent, threshold: budget * elapsed, n: 1 },
    'day-over-budget': highest(dayShare, (_, group) => usdOrNull(moneyOf(group, cost))),
    'session-over-budget':
      dayShare === null || bySession.length === 0
        ? null
        : { value: Math.max(...bySession), threshold: dayShare, n: bySession.length },
    'session-pace': highest(dayShare, (_, group) => {
      const hours = group.map((request) =>
        usdOrNull(moneyOf(window(3_600_000, sessions.get(request.session) ?? [])(request), cost)),
      );
      return known(hours).length === 0 ? null : Math.max(...known(hours));
    }),
    'unusual-cost': unusual('cost'),
    'unusual-usage': unusual('effective-tokens', 'tool-duration-p95'),
    'unusual-error-rate': unusual('api-error-rate', 'tool-error-rate'),
    'day-over-mean': overMean === null ? null : { ...overMean, n: Math.max(...counts) },
    'error-rate': attempts === 0 ? null : { value: failures.length / attempts, n: attempts },
    'slow-tools':
      times.length < 100 ? null : { value: (quantileOf(times, 0.99) ?? 0) / 1000, n: times.length },
    'token-burst': highest(100_000, (_, group) =>
      Math.max(
        ...group.map((request) => total(window(180_000, requests)(request), ({ effective }) => effective)),
      ),
    ),
    'low-cache-hit-rate': reads === null ? null : { value: reads, n: requests.length },
    'avoidable-misses': {
      value: usd(moneyOf(avoidable, ({ miss }) => miss) ?? 0n) / Math.max(1, elapsedDays / WEEK_DAYS),
      n: pricedCauses.flat().length,
    },
    'limit-reached': {
      value: failures.filter(({ code }) => code === 'rate_limit').length,
      n: requests.length,
    },
    unpriced:
      tokens === 0
        ? null
        : {
            value:
              total(
                requests.filter((request) => request.cost === null),
                tokensOf,
              ) / tokens,
            n: tokens,
          },
    'blended-potential':
      potential === null || !spent ? null : { value: potential / spent, n: requests.length },
    'fixed-cost': spent === null ? null : { value: spent, n: requests.length },
    'fixed-requests': { value: requests.length, n: requests.length },
  };
  const RULES: Readonly<Record<string, readonly [threshold: number | null, minN?: number, isOn?: boolean]>> =
    {
      'sure-over-budget': [null],
      'likely-over-budget': [null],
      'budget-pace': [null],
      'day-over-budget': [null],
      'session-over-budget': [null],
      'session-pace': [null],
      'unusual-cost': [0],
      'unusual-usage': [0],
      'unusual-error-rate': [0],
      'day-over-mean': [1.5, 14],
      'error-rate': [0.05, 20],
      'slow-tools': [30, 100],
      'token-burst': [100_000],
      'low-cache-hit-rate': [0.95, 20],
      'avoidable-misses': [5, 0],
      'limit-reached': [0],
      unpriced: [0.01],
      'blended-potential': [0.2, 1, false],
      'fixed-cost': [100, 1, false],
      'fixed-requests': [1000, 1, false],
    };
  const rows = Object.entries(RULES).map(([rule, [fixed, minN = 1, isOn = true]]) => {
    const reading = readings[rule] ?? null;
    const threshold = reading?.threshold ?? fixed;
    const isKnown = reading !== null && threshold !== null && reading.n >= minN;
    const isOver =
      isKnown && (rule === 'low-cache-hit-rate' ? reading.value < threshold : reading.value > threshold);
    const severity = rule === 'sure-over-budget' ? 'critical' : 'warning';
    const said = metrics['alerts']?.rows.find((row) => row['rule'] === rule);
    return {
      rule,
      metric: said?.['metric'] ?? null,
      severity: reading?.severity ?? severity,
      state: isKnown ? (isOver ? 'firing' : 'ok') : 'unknown',
      is_on: isOn,
      unit: said?.['unit'] ?? null,
      op: rule === 'low-cache-hit-rate' ? '<' : '>',
      value: reading?.value ?? null,
      threshold,
      n: reading?.n ?? null,
      min_n: minN,
      window: said?.['window'] ?? null,
      scope: said?.['scope'] ?? null,
      first_seen: isOver ? (reading.days?.[0]?.[0] ?? null) : null,
      evidence: said?.['evidence'] ?? null,
      next_action: said?.['next_action'] ?? null,
    };
  });
  return { value: rows.filter(({ state, is_on }) => state === 'firing' && is_on).length, rows };
}
