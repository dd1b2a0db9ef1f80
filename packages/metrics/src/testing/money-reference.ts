import type { MetricsDb } from '../metrics-db.js';
import { plans } from '../prices/plans.js';
import { medianOf } from './rows-reference.js';

/**
 * The metrics of money once more, in plain loops over requests, calls and prompts: no joins, no windows, money in whole
 * 10⁻¹⁶ USD. It stands beside the SQL so that neither can be wrong alone.
 */

type Row = Readonly<Record<string, string | null>>;

/** What a metric should be, by column; money and counts exactly, ratios to rounding. */
export interface Expected {
  readonly value: number | null;
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
}

const CHEAP_MODEL = 'claude-haiku-4-5-20251001';
const REFERENCE_MODEL = 'claude-sonnet-5-5';
const NOTE_TOKENS = 3000;
const DAYS_A_MONTH = 30.4375;
const SEARCHES = new Set(
  'Read Grep Glob LS NotebookRead WebFetch WebSearch ToolSearch StructuredOutput'.split(' '),
);
const DENIED = new Set(['denied_rule', 'denied_auto', 'denied_hook', 'rejected']);
const AVOIDABLE = new Set(['ttl_expiry', 'prefix_change', 'model_switch']);

/** Prices of a request in 10⁻¹² USD a token, factor in 10⁻⁴. */
interface Prices {
  readonly input: bigint;
  readonly write5m: bigint;
  readonly write1h: bigint;
  readonly read: bigint;
  readonly output: bigint;
  readonly factor: bigint;
}

interface Tokens {
  readonly input: number;
  readonly write5m: number;
  readonly write1h: number;
  readonly read: number;
  readonly output: number;
}

interface Request {
  readonly row: Row;
  readonly key: string;
  readonly session: string;
  readonly thread: string;
  readonly model: string;
  readonly tokens: Tokens;
  readonly context: number;
  readonly startedMs: number;
  readonly inPeriod: boolean;
  readonly prices: Prices | null;
  /** At list prices, without factor and fees. */
  readonly list: bigint;
  readonly fee: bigint;
  readonly cost: bigint | null;
}

interface Waste {
  coldCause: string | null;
  cold: bigint;
  growth: bigint;
  isRunaway: boolean;
  failedCause: string | null;
  failed: bigint;
  policy: string | null;
  fullReprice: bigint | null;
  reprice: bigint;
}

/** Every metric of money over the period that `db` computed last, by id. */
export async function moneyReference(db: MetricsDb): Promise<Readonly<Record<string, Expected>>> {
  const read = async (sql: string): Promise<Row[]> => {
    const result = await db.connection.runAndReadAll(`SELECT COLUMNS(*)::VARCHAR FROM (${sql})`);
    return result.getRowObjectsJS() as Row[];
  };
  const [period] = await read('SELECT * FROM period');
  if (period === undefined) throw new Error('no period');
  const startMs = number(period, 'start_ms');
  const asOfMs = number(period, 'as_of_ms');
  const prices = await read(
    'SELECT * REPLACE (valid_from::VARCHAR AS valid_from, valid_to::VARCHAR AS valid_to) FROM price',
  );
  const pricedAs = new Map(
    (await read('SELECT * FROM priced_model')).map((row) => [row['model'], row['price_model']]),
  );

  const priceRow = (model: string | null | undefined, day: string) =>
    prices.find(
      (row) =>
        row['model'] === model &&
        (row['valid_from'] === null || day >= text(row, 'valid_from')) &&
        (row['valid_to'] === null || day < text(row, 'valid_to')),
    );
  const requests = (
    await read('SELECT request.*, project FROM request JOIN session_project USING (session_id)')
  ).map((row): Request => {
    const startedMs = number(row, 'started_ms');
    const price = priceRow(pricedAs.get(row['model'] ?? ''), utcDay(startedMs));
    const tokens = {
      input: number(row, 'input_tokens'),
      write5m: number(row, 'cache_creation_tokens') - number(row, 'cache_creation_1h_tokens'),
      write1h: number(row, 'cache_creation_1h_tokens'),
      read: number(row, 'cache_read_tokens'),
      output: number(row, 'output_tokens'),
    };
    const context = tokens.input + tokens.write5m + tokens.write1h + tokens.read;
    const own = price === undefined ? null : pricesOf(price, context, row);
    const list = own === null ? 0n : costOf(tokens, { ...own, factor: 10_000n });
    const searches = number(row, 'web_search_requests');
    const fee =
      price === undefined || searches === 0 ? 0n : BigInt(searches) * scaled(price['web_search'], 16);
    return {
      row,
      key: text(row, 'request_key'),
      session: text(row, 'session_id'),
      thread: text(row, 'thread_id'),
      model: row['model'] ?? 'unknown',
      tokens,
      context,
      startedMs,
      inPeriod: startedMs >= startMs && startedMs < asOfMs,
      prices: own,
      list,
      fee,
      cost: own === null ? null : costOf(tokens, own) + fee,
    };
  });
  const within = requests.filter((request) => request.inPeriod);
  const byKey = new Map(requests.map((request) => [request.key, request]));
  const cost = sumCost(within);
  const whole = cost === null ? null : usd(cost);

  // Turns: the latest prompt of the session before the request, begun in the period.
  const turns = (
    await read("SELECT * FROM prompt WHERE is_human OR kind = 'sdk' ORDER BY time_ms, prompt_key")
  ).filter((row) => number(row, 'time_ms') >= startMs && number(row, 'time_ms') < asOfMs);
  const ofTurn = new Map<string, Request[]>();
  for (const request of within) {
    const turn = turns.findLast(
      (row) => row['session_id'] === request.session && number(row, 'time_ms') <= request.startedMs,
    );
    if (turn !== undefined) push(ofTurn, text(turn, 'prompt_key'), request);
  }

  const calls = await read('SELECT * FROM tool_call ORDER BY time_ms, call_key');
  const steps = await read('SELECT * FROM thread_step ORDER BY step');
  const waste = wasteOf(within, byKey, asOfMs, steps, calls, ofTurn, (request) =>
    priceRow(CHEAP_MODEL, utcDay(request.startedMs)),
  );

  const models = [...grouped(within, (request) => request.model)];
  const reference = Number(priceRow(REFERENCE_MODEL, utcDay(asOfMs - 1))?.['input'] ?? Number.NaN);
  const equivalents = (group: readonly Request[]) => {
    const priced = group.filter(({ prices: own }) => own !== null);
    return priced.length === 0
      ? null
      : priced.reduce((sum, { list, prices: own }) => sum + Number(list) / Number(own?.input ?? 1n) / 1e4, 0);
  };
  const inputEquivalents: Expected = {
    value: equivalents(within),
    rows: models.map(([model, group]) => ({
      model,
      requests: group.length,
      tokens: total(group, (request) => request.context + request.tokens.output),
      input_equivalents: equivalents(group),
      sonnet_equivalents:
        equivalents(group) === null ? null : usd(group.reduce((sum, { list }) => sum + list, 0n)) / reference,
      cost_usd: usdOrNull(sumCost(group)),
    })),
  };

  const byGroup = (key: (request: Request) => Readonly<Record<string, string | null>>): Expected => ({
    value: whole,
    rows: [...grouped(within, (request) => JSON.stringify(key(request)))].map(([name, group]) => ({
      ...JSON.parse(name),
      sessions: new Set(group.map(({ session }) => session)).size,
      requests: group.length,
      cost_usd: usdOrNull(sumCost(group)),
      share: ratio(usdOrNull(sumCost(group)), whole),
    })),
  });
  const entrypoint = (request: Request) => request.row['entrypoint'] ?? 'unknown';
  const byEntrypoint = byGroup((request) => ({ entrypoint: entrypoint(request), version: null }));
  const byVersion = byGroup((request) => ({
    entrypoint: entrypoint(request),
    version: request.row['version'] ?? 'unknown',
  }));

  const priced = within.filter((request) => request.cost !== null);
  const blended = (group: readonly Request[]) => {
    const counted = group.filter((request) => request.cost !== null);
    return ratio(
      usdOrNull(sumCost(counted)),
      total(counted, (request) => request.context + request.tokens.output),
    );
  };
  const lowest = Math.min(...models.map(([, group]) => blended(group) ?? Number.POSITIVE_INFINITY));
  const potential = (group: readonly Request[]) => {
    const counted = group.filter((request) => request.cost !== null);
    const sum = usdOrNull(sumCost(counted));
    const tokens = total(counted, (request) => request.context + request.tokens.output);
    return sum === null || tokens === 0 ? null : Math.max(0, sum - tokens * lowest);
  };
  const modelEfficiency: Expected = {
    value: potential(within),
    rows: models.map(([model, group]) => {
      const counted = group.filter((request) => request.cost !== null);
      const sum = usdOrNull(sumCost(group));
      const tokens = total(group, (request) => request.context + request.tokens.output);
      const perToken = blended(group);
      return {
        model,
        requests: group.length,
        cost_usd: sum,
        share: ratio(sum, whole),
        tokens,
        read_share: ratio(
          total(group, (request) => request.tokens.read),
          tokens,
        ),
        write_share: ratio(
          total(group, (request) => request.tokens.write5m + request.tokens.write1h),
          tokens,
        ),
        input_share: ratio(
          total(group, (request) => request.tokens.input),
          tokens,
        ),
        output_share: ratio(
          total(group, (request) => request.tokens.output),
          tokens,
        ),
        blended_usd: perToken === null ? null : perToken * 1e6,
        output_1k_usd: times(
          ratio(
            sum,
            total(counted, (request) => request.tokens.output),
          ),
          1000,
        ),
        request_usd: ratio(sum, counted.length),
        potential_usd: potential(group),
        potential_share: ratio(potential(group), whole),
      };
    }),
  };

  const entries: { step: string; cause: string; usd: bigint }[] = [];
  const repriced: { policy: string; request: Request; saving: bigint }[] = [];
  for (const request of within) {
    const each = waste.get(request.key);
    if (each === undefined) continue;
    const add = (step: string, cause: string | null, amount: bigint) => {
      if (cause !== null && amount > 0n) entries.push({ step, cause, usd: amount });
    };
    add('avoidable_cold_cache', each.coldCause, each.cold);
    add('carry_above_restart', each.isRunaway ? 'runaway_growth' : 'late_restart', each.growth);
    add('failed_tool_work', each.failedCause, each.failed);
    add('reprice', each.policy, each.reprice);
    if (each.policy !== null && each.fullReprice !== null) {
      repriced.push({ policy: each.policy, request, saving: each.fullReprice });
    }
  }
  const saved = entries.reduce((sum, entry) => sum + entry.usd, 0n);
  const savingsLedger: Expected = {
    value: whole === null ? null : usd(saved),
    rows: [...grouped(entries, ({ step, cause }) => JSON.stringify({ step, cause }))].map(([name, group]) => {
      const sum = usd(group.reduce((all, entry) => all + entry.usd, 0n));
      return { ...JSON.parse(name), requests: group.length, cost_usd: sum, share: ratio(sum, whole) };
    }),
  };
  const repriceSavings: Expected = {
    value: whole === null ? null : usd(repriced.reduce((sum, { saving }) => sum + saving, 0n)),
    rows: [
      ...grouped(repriced, ({ policy, request }) => JSON.stringify({ policy, model: request.model })),
    ].map(([name, group]) => {
      const before = sumCost(group.map(({ request }) => request)) ?? 0n;
      const saving = group.reduce((sum, each) => sum + each.saving, 0n);
      return {
        ...JSON.parse(name),
        requests: group.length,
        cost_usd: usd(before),
        repriced_usd: usd(before - saving),
        savings_usd: usd(saving),
      };
    }),
  };

  const days = (asOfMs - startMs) / 86_400_000;
  const planUsd = period['plan_usd'] === null ? null : number(period, 'plan_usd');
  const planCost = planUsd === null ? null : (planUsd * days) / DAYS_A_MONTH;
  const dayOf = new Map(
    (await read('SELECT request_key, day FROM period_request')).map((row) => [
      row['request_key'],
      row['day'],
    ]),
  );
  const wholePlan =
    planUsd === null ? null : (planUsd * (number(period, 'end_ms') - startMs)) / 86_400_000 / DAYS_A_MONTH;
  let breakEven: string | null = null;
  let soFar = 0n;
  for (const request of [...priced].sort((a, b) => a.startedMs - b.startedMs)) {
    soFar += request.cost ?? 0n;
    if (wholePlan !== null && breakEven === null && usd(soFar) >= wholePlan)
      breakEven = dayOf.get(request.key) ?? null;
  }
  const planValue: Expected = {
    value: ratio(whole, planCost),
    rows:
      planUsd === null || planCost === null
        ? []
        : [
            {
              plan_usd: planUsd,
              days,
              plan_cost_usd: planCost,
              cost_usd: whole,
              leverage: ratio(whole, planCost),
              surplus_usd: whole === null ? null : whole - planCost,
              break_even_day: breakEven,
            },
          ],
  };

  const offered = days < 1 || whole === null ? [] : [...plans].sort((a, b) => b.usd - a.usd);
  const plansCompared = offered.map((plan) => {
    const due = (plan.usd * days) / DAYS_A_MONTH;
    return { name: plan.name, plan_usd: plan.usd, plan_cost_usd: due, leverage: ratio(whole, due) };
  });
  const planComparison: Expected = { value: plansCompared[0]?.leverage ?? null, rows: plansCompared };

  const ofSession = [...grouped(priced, ({ session }) => session)].map(([, group]) => sumCost(group) ?? 0n);
  ofSession.sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  const costliest = (top: string, count: number) => {
    const sum = usd(ofSession.slice(0, count).reduce((all, each) => all + each, 0n));
    return { top, sessions: count, cost_usd: sum, share: ratio(sum, whole) };
  };
  let differences = 0;
  for (const one of ofSession) for (const other of ofSession) differences += Math.abs(usd(one) - usd(other));
  const n = ofSession.length;
  const costConcentration: Expected = {
    value: ratio(differences, whole === null ? null : 2 * n * whole),
    rows:
      n === 0
        ? []
        : [
            costliest('top_1_percent', Math.ceil(n / 100)),
            costliest('top_10_percent', Math.ceil(n / 10)),
            costliest('top_10', Math.min(n, 10)),
          ],
  };

  const links = (
    await read(
      'SELECT raw.*, file.session_id AS file_session FROM raw_pull_request raw JOIN file USING (file_id)',
    )
  )
    .filter(
      (row) =>
        row['time_ms'] !== null && number(row, 'time_ms') >= startMs && number(row, 'time_ms') < asOfMs,
    )
    .map((row) => ({
      session: row['producer_session_id'] ?? row['session_id'] ?? row['file_session'],
      repository: row['repository'] ?? null,
      number: row['number'] === null ? null : number(row, 'number'),
    }));
  const linked = grouped(links, ({ repository, number: no }) => JSON.stringify({ repository, number: no }));
  const pullRequests: Expected = {
    value: linked.size,
    rows: [...linked].map(([name, group]) => {
      const sessions = new Set(group.map(({ session }) => session));
      return {
        ...JSON.parse(name),
        sessions: sessions.size,
        cost_usd: usdOrNull(sumCost(within.filter(({ session }) => sessions.has(session)))),
      };
    }),
  };

  const done = calls.filter(
    (call) =>
      call['outcome'] === 'ok' && number(call, 'time_ms') >= startMs && number(call, 'time_ms') < asOfMs,
  );
  const unit = (
    name: string,
    events: number,
    spent: number | null,
    median: number | null,
    atLeast: number,
  ) => ({
    unit: name,
    events,
    cost_usd: events >= atLeast ? ratio(spent, events) : null,
    median_usd: median,
    per_usd: events >= atLeast ? ratio(events, spent) : null,
  });
  const pricedTurns = [...ofTurn.values()].filter((group) => sumCost(group) !== null);
  const hours =
    activeMs(
      await read('SELECT from_ms, to_ms FROM active_interval ORDER BY from_ms, to_ms'),
      startMs,
      asOfMs,
    ) / 3_600_000;
  const units = [
    unit('request', priced.length, whole, medianOf(priced.map((request) => usd(request.cost ?? 0n))), 1),
    unit(
      'turn',
      pricedTurns.length,
      usdOrNull(sumCost(pricedTurns.flat())),
      medianOf(pricedTurns.map((group) => usd(sumCost(group) ?? 0n))),
      1,
    ),
    unit('active_hour', hours, whole, null, 1 / 12),
    unit('1k_output', total(priced, (request) => request.tokens.output) / 1000, whole, null, 0.5),
    unit('commit', done.filter((call) => call['is_commit'] === 'true').length, whole, null, 3),
    unit(
      'pull_request',
      Math.max(done.filter((call) => call['is_pull_request'] === 'true').length, linked.size),
      whole,
      null,
      3,
    ),
    unit(
      'line_added',
      total(done, (call) => Number(call['lines_added'] ?? 0)),
      whole,
      null,
      3,
    ),
  ];

  return {
    'input-equivalents': inputEquivalents,
    'unit-costs': { value: hours >= 1 / 12 ? ratio(whole, hours) : null, rows: units },
    'model-efficiency': modelEfficiency,
    'reprice-savings': repriceSavings,
    'savings-ledger': savingsLedger,
    'plan-value': planValue,
    'plan-comparison': planComparison,
    'cost-by-branch': byGroup((request) => ({
      project: text(request.row, 'project'),
      branch: request.row['git_branch'] ?? 'unknown',
    })),
    'cost-by-entrypoint': { value: whole, rows: [...byEntrypoint.rows, ...byVersion.rows] },
    'pull-requests': pullRequests,
    'cost-concentration': costConcentration,
  };
}

function wasteOf(
  within: readonly Request[],
  byKey: ReadonlyMap<string, Request>,
  asOfMs: number,
  steps: readonly Row[],
  calls: readonly Row[],
  ofTurn: ReadonlyMap<string, readonly Request[]>,
  cheapPrice: (request: Request) => Row | undefined,
): ReadonlyMap<string, Waste> {
  const waste = new Map<string, Waste>();
  for (const request of within) {
    if (request.cost === null) continue;
    waste.set(request.key, {
      coldCause: null,
      cold: 0n,
      growth: 0n,
      isRunaway: false,
      failedCause: null,
      failed: 0n,
      policy: null,
      fullReprice: null,
      reprice: 0n,
    });
  }

  for (const step of steps) {
    const each = waste.get(text(step, 'request_key'));
    if (each !== undefined && AVOIDABLE.has(step['miss_cause'] ?? '')) {
      each.coldCause = step['miss_cause'] ?? null;
      each.cold = scaled(step['miss_usd'], 16);
    }
  }
  restartMainThreads(steps, byKey, asOfMs, waste);

  const loops = loopCalls(calls);
  const ofRequest = new Map<
    string,
    { failed: boolean; denied: boolean; repeated: boolean; loops: boolean }[]
  >();
  const lastOf = new Map<string, Row>();
  for (const call of calls) {
    const thread = `${call['session_id']} ${call['thread_id']}`;
    const before = lastOf.get(thread);
    lastOf.set(thread, call);
    if (call['request_key'] === null || call['is_dialogue'] === 'true') continue;
    const outcome = text(call, 'outcome');
    const denied = DENIED.has(outcome);
    const isLoop = loops.has(text(call, 'call_key'));
    push(ofRequest, text(call, 'request_key'), {
      denied,
      loops: isLoop,
      failed:
        isLoop ||
        denied ||
        outcome === 'invalid' ||
        outcome === 'cancelled' ||
        (outcome === 'error' && call['exit_code'] === null),
      repeated:
        outcome === 'ok' &&
        SEARCHES.has(text(call, 'tool')) &&
        Number(call['result_characters'] ?? 0) >= 200 &&
        before !== undefined &&
        before['outcome'] === 'ok' &&
        before['request_key'] !== null &&
        before['request_key'] !== call['request_key'] &&
        ['tool', 'input_characters', 'result_characters'].every((name) => before[name] === call[name]),
    });
  }
  for (const [key, made] of ofRequest) {
    const each = waste.get(key);
    if (each === undefined || !made.every(({ failed, repeated }) => failed || repeated)) continue;
    each.failedCause = 'tool_failed';
    if (made.every(({ repeated }) => repeated)) each.failedCause = 'tool_repeated';
    if (made.every(({ denied }) => denied)) each.failedCause = 'tool_denied';
    if (made.some(({ loops: isLoop }) => isLoop)) each.failedCause = 'retry_loop';
  }

  const small = new Set(
    [...ofTurn.values()]
      .filter(
        (group) =>
          group.length <= 2 &&
          total(group, ({ tokens }) => tokens.output) < 500 &&
          group.every(({ row }) => row['is_incomplete'] === 'false'),
      )
      .flatMap((group) => group.map(({ key }) => key)),
  );
  const searching = new Map<string, boolean>();
  for (const call of calls) {
    if (call['thread_kind'] !== 'subagent') continue;
    const thread = `${call['session_id']} ${call['thread_id']}`;
    searching.set(thread, (searching.get(thread) ?? true) && SEARCHES.has(text(call, 'tool')));
  }
  for (const request of within) {
    const each = waste.get(request.key);
    if (each === undefined || request.cost === null || request.prices === null) continue;
    if (small.has(request.key)) each.policy = 'small_turn';
    if (searching.get(`${request.session} ${request.thread}`)) each.policy = 'search_subagent';
    const rest = request.cost - each.cold - each.growth;
    if (each.failedCause !== null) each.failed = rest;
    const cheap = cheapPrice(request);
    if (cheap === undefined || request.context > number(cheap, 'context_window')) continue;
    const repriced = costOf(request.tokens, {
      ...pricesOf(cheap, 0, request.row),
      factor: request.prices.factor,
    });
    const saving = request.cost - request.fee - repriced;
    each.fullReprice = saving > 0n ? saving : 0n;
    if (each.policy !== null && each.failedCause === null && request.cost > 0n) {
      const { read, write5m } = request.tokens;
      const cold = costOf(
        { ...request.tokens, write5m: write5m + read, read: 0 },
        { ...pricesOf(cheap, 0, request.row), factor: request.prices.factor },
      );
      const saved = each.policy === 'small_turn' ? request.cost - request.fee - cold : each.fullReprice;
      each.reprice =
        saved > 0n ? BigInt(Math.round((Number(saved) * Number(rest)) / Number(request.cost))) : 0n;
    }
  }
  return waste;
}

/** Walks each main thread once, restarting it whenever it has carried as much as a restart costs. */
function restartMainThreads(
  steps: readonly Row[],
  byKey: ReadonlyMap<string, Request>,
  asOfMs: number,
  waste: ReadonlyMap<string, Waste>,
): void {
  const known = steps.flatMap((step) => {
    const request = byKey.get(text(step, 'request_key'));
    return request !== undefined && step['thread_kind'] === 'main' && request.startedMs < asOfMs
      ? [{ step, request }]
      : [];
  });
  const warm = medianOf(
    known
      .filter(({ step, request }) => step['rebuild_cause'] === 'session_start' && request.context > 0)
      .map(({ request }) => request.tokens.read / request.context),
  );
  for (const thread of grouped(known, ({ request }) => request.session).values()) {
    let [shed, restarts, rent, net, best, unpaid] = [0, 0, 0n, 0n, 0n, 0n];
    let epoch: { each: Waste; restarts: number }[] = [];
    const close = () => {
      const isRunaway = epoch.some(({ each, restarts: count }) => count > 1 && each.growth > 0n);
      for (const { each, restarts: count } of epoch) each.isRunaway = isRunaway && count > 0;
      epoch = [];
    };
    for (const [index, { step, request }] of thread.entries()) {
      const base = number(step, 'base_tokens');
      if (index === 0 || step['reset'] !== null) {
        close();
        [shed, restarts, rent, net, best, unpaid] = [0, 0, 0n, 0n, 0n, 0n];
      }
      const left = Math.max(0, request.context - base - NOTE_TOKENS);
      const before = thread[index - 1]?.request.context ?? request.context;
      const history = Math.max(0, Math.min(before, request.context) - base - NOTE_TOKENS);
      const readPrice = (request.prices?.read ?? 0n) * (request.prices?.factor ?? 0n);
      if (restarts > 0) {
        net += BigInt(Math.min(shed, history)) * readPrice - unpaid;
        unpaid = 0n;
      }
      const growth = net > best ? net - best : 0n;
      if (net > best) best = net;
      const each = waste.get(request.key);
      if (each !== undefined) {
        each.growth = growth;
        epoch.push({ each, restarts });
      }
      if (request.prices === null) continue;
      rent += BigInt(history - shed) * readPrice;
      const coldBase = Math.round(base * (1 - (warm ?? 0)));
      const written = coldBase + NOTE_TOKENS;
      const restart = costOf(
        {
          input: 0,
          write5m: request.tokens.write1h > 0 ? 0 : written,
          write1h: request.tokens.write1h > 0 ? written : 0,
          read: Math.max(0, left - shed) + base - coldBase,
          output: NOTE_TOKENS,
        },
        request.prices,
      );
      if (rent > 0n && rent >= restart) {
        [shed, rent, unpaid] = [left, 0n, restart];
        restarts++;
      }
    }
    close();
  }
}

/** Calls of three or more in a row that fail alike, each in a request of its own. */
function loopCalls(calls: readonly Row[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const thread of grouped(calls, (call) => `${call['session_id']} ${call['thread_id']}`).values()) {
    let run: Row[] = [];
    const close = () => {
      if (run.length >= 3) for (const call of run) found.add(text(call, 'call_key'));
      run = [];
    };
    for (const call of thread) {
      const isFailed = ['error', 'invalid'].includes(text(call, 'outcome')) && call['is_dialogue'] !== 'true';
      const last = run.at(-1);
      const isAlike =
        last !== undefined &&
        last['tool'] === call['tool'] &&
        last['input_characters'] === call['input_characters'] &&
        (last['request_key'] ?? last['call_key']) !== (call['request_key'] ?? call['call_key']);
      if (!isFailed || !isAlike) close();
      if (isFailed) run.push(call);
    }
    close();
  }
  return found;
}

function pricesOf(price: Row, context: number, request: Row): Prices {
  const isLong = price['long_over'] !== null && context > number(price, 'long_over');
  const at = (name: string) => scaled(price[isLong ? `long_${name}` : name], 12);
  const premium = (name: string, applies: boolean) => (applies ? scaled(price[name] ?? '1', 2) : 100n);
  const factor =
    premium('fast', request['speed'] === 'fast') *
    premium('us_region', request['inference_geo'] === 'us') *
    premium('batch', request['service_tier'] === 'batch');
  return {
    input: at('input'),
    write5m: at('cache_write_5m'),
    write1h: at('cache_write_1h'),
    read: at('cache_read'),
    output: at('output'),
    factor: factor / 100n,
  };
}

/** In 10⁻¹⁶ USD. */
function costOf(tokens: Tokens, prices: Prices): bigint {
  return (
    (BigInt(tokens.input) * prices.input +
      BigInt(tokens.write5m) * prices.write5m +
      BigInt(tokens.write1h) * prices.write1h +
      BigInt(tokens.read) * prices.read +
      BigInt(tokens.output) * prices.output) *
    prices.factor
  );
}

function activeMs(intervals: readonly Row[], startMs: number, asOfMs: number): number {
  let [active, until] = [0, startMs];
  for (const interval of intervals) {
    const from = Math.max(until, number(interval, 'from_ms'));
    const to = Math.min(asOfMs, number(interval, 'to_ms'));
    if (to > from) active += to - from;
    until = Math.max(until, to);
  }
  return active;
}

function sumCost(requests: readonly Request[]): bigint | null {
  const costs = requests.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  return costs.length === 0 ? null : costs.reduce((sum, each) => sum + each, 0n);
}

function grouped<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) push(groups, key(item), item);
  return groups;
}

function push<Item>(groups: Map<string, Item[]>, key: string, item: Item): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}

function total<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}

function ratio(part: number | null, of: number | null): number | null {
  return part === null || of === null || of === 0 ? null : part / of;
}

function times(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor;
}

function usd(amount: bigint): number {
  const digits = String(amount < 0n ? -amount : amount).padStart(17, '0');
  return Number(`${amount < 0n ? '-' : ''}${digits.slice(0, -16)}.${digits.slice(-16)}`);
}

function usdOrNull(amount: bigint | null): number | null {
  return amount === null ? null : usd(amount);
}

/** Decimal text as a whole number of 10^−places. */
function scaled(decimal: string | null | undefined, places: number): bigint {
  const [whole = '0', fraction = ''] = (decimal ?? '0').split('.');
  return BigInt(`${whole}${fraction.padEnd(places, '0').slice(0, places)}`);
}

function utcDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function number(row: Row, name: string): number {
  return Number(row[name]);
}

function text(row: Row, name: string): string {
  return row[name] ?? '';
}
