import type { Interval, Request } from './facts-reference.js';
import {
  daysAfter,
  type Expected,
  grouped,
  known,
  medianOf,
  moneyOf,
  moneyRatio,
  overlap,
  quantileOf,
  type Reference,
  ratio,
  sortedBy,
  total,
  usd,
  usdOrNull,
  weekdayOf,
} from './rows-reference.js';
import type { Run } from './stores-reference.js';

/** The metrics of hours, days, windows, blocks and limits, in plain loops over requests, prompts and activity. */
export function timeReference(run: Run): Reference {
  const active = merged(run.facts.intervals);
  const blocks = blocksOf(run);
  return {
    'active-time': activeTime(run, active),
    'activity-heatmap': heatmap(run, active),
    'daily-rhythm': dailyRhythm(run, active),
    'activity-calendar': activityCalendar(run),
    streaks: streaks(run),
    'recent-windows': recentWindows(run, active),
    'five-hour-blocks': fiveHourBlocks(run, blocks),
    'rolling-limits': rollingLimits(run, blocks),
    'session-norms': sessionNorms(run),
  };
}

const QUARTER_MS = 900_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const cost = (request: Request) => request.cost;
const isUnsure = (request: Request) => request.isIncomplete || request.cost === null;

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Stretches in which at least one session was active. */
function merged(intervals: readonly Interval[]): readonly Span[] {
  const spans: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of sortedBy(intervals, (one) => one.fromMs)) {
    const last = spans.at(-1);
    if (last !== undefined && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else spans.push({ fromMs, toMs });
  }
  return spans;
}

function activeMs(active: readonly Span[], fromMs: number, toMs: number): number {
  return total(active, (span) => overlap(span.fromMs, span.toMs, fromMs, toMs));
}

/** Of a whole day, as far as it has passed. */
function activeOn(run: Run, active: readonly Span[], day: string): number {
  const toMs = Math.min(run.local.startOf(daysAfter(day, 1)), run.asOfMs);
  return activeMs(active, run.local.startOf(day), toMs) / 1000;
}

function activeTime(run: Run, active: readonly Span[]): Expected {
  const days = run.local.days(run.startMs, run.asOfMs);
  return {
    value: activeMs(active, run.startMs, run.asOfMs) / 1000,
    rows: days.map((day) => {
      const fromMs = Math.max(run.local.startOf(day), run.startMs);
      const toMs = Math.min(run.local.startOf(daysAfter(day, 1)), run.asOfMs);
      return { day, active_s: activeMs(active, fromMs, toMs) / 1000 };
    }),
  };
}

/** Walks the period a quarter of an hour at a time. */
function heatmap(run: Run, active: readonly Span[]): Expected {
  const cellOf = (ms: number) => `${weekdayOf(run.local.day(ms))} ${run.local.hour(ms)}`;
  const time = new Map<string, { occurredMs: number; activeMs: number }>();
  const spans = active.filter(({ fromMs, toMs }) => toMs > run.startMs && fromMs < run.asOfMs);
  for (let fromMs = run.startMs; fromMs < run.asOfMs; ) {
    const toMs = Math.min((Math.floor(fromMs / QUARTER_MS) + 1) * QUARTER_MS, run.asOfMs);
    const cell = cellOf(fromMs);
    const seen = time.get(cell) ?? { occurredMs: 0, activeMs: 0 };
    seen.occurredMs += toMs - fromMs;
    seen.activeMs += activeMs(spans, fromMs, toMs);
    time.set(cell, seen);
    fromMs = toMs;
  }
  const requests = grouped(
    run.facts.requests.filter(({ startedMs }) => run.isWithin(startedMs)),
    ({ startedMs }) => cellOf(startedMs),
  );
  const errors = grouped(
    [
      ...run.facts.calls.filter(({ outcome, isDialogue }) => outcome === 'error' && !isDialogue),
      ...run.facts.errors.filter(({ kind }) => kind === 'failure'),
    ].filter(({ timeMs }) => run.isWithin(timeMs)),
    ({ timeMs }) => cellOf(Number(timeMs)),
  );
  const rows = [...time].map(([cell, { occurredMs, activeMs: ms }]) => {
    const [weekday = 0, hour = 0] = cell.split(' ').map(Number);
    const group = requests.get(cell) ?? [];
    return {
      weekday,
      hour,
      occurrences: occurredMs / HOUR_MS,
      requests: group.length,
      cost_usd: group.length === 0 ? 0n : moneyOf(group, cost),
      active_s: ms / 1000,
      errors: errors.get(cell)?.length ?? 0,
    };
  });
  const most = Math.max(...known(rows.map(({ cost_usd }) => usdOrNull(cost_usd))));
  const night = rows.filter(({ hour }) => hour >= 22 || hour < 5);
  return {
    value: moneyRatio(
      moneyOf(night, ({ cost_usd }) => cost_usd),
      moneyOf(rows, ({ cost_usd }) => cost_usd),
    ),
    rows: rows.map((row) => ({
      ...row,
      usd_per_occurrence: row.occurrences >= 1 ? ratio(usdOrNull(row.cost_usd), row.occurrences) : null,
      level: levelOf(row.cost_usd, most),
    })),
  };
}

/** 0 without cost, else 1 – 5. */
function levelOf(spent: bigint | null, most: number): number | null {
  if (spent === 0n) return 0;
  const share = ratio(usdOrNull(spent), most);
  return share === null ? null : Math.ceil(5 * Math.sqrt(share));
}

/** Requests by local day up to the end of the period. */
function byDay(run: Run): ReadonlyMap<string, readonly Request[]> {
  return grouped(
    run.facts.requests.filter(({ startedMs }) => startedMs < run.asOfMs),
    ({ startedMs }) => run.local.day(startedMs),
  );
}

function isOver(run: Run, day: string): boolean {
  return run.local.startOf(daysAfter(day, 1)) <= run.asOfMs;
}

function dailyRhythm(run: Run, active: readonly Span[]): Expected {
  const used = byDay(run);
  const first = [...used.keys()].sort()[0] ?? '';
  /** Undefined before the first day with a request; null: nothing priced. */
  const spentOn = (day: string): bigint | null | undefined => {
    if (day < first) return undefined;
    const requests = used.get(day) ?? [];
    return requests.length === 0 ? 0n : moneyOf(requests, cost);
  };
  const change = (day: string, before: string) => {
    const [now, then] = [usdOrNull(spentOn(day) ?? null), usdOrNull(spentOn(before) ?? null)];
    return now === null || then === null || !isOver(run, day) ? null : ratio(now - then, then);
  };
  const days = run.local.days(run.startMs, run.asOfMs).filter((day) => day >= first);
  const most = Math.max(...known(days.map((day) => usdOrNull(spentOn(day) ?? null))));
  const rows = days.map((day) => {
    const week = known(Array.from({ length: 7 }, (_, back) => spentOn(daysAfter(day, -back))));
    const mean = usd(week.reduce((sum, spent) => sum + spent, 0n)) / 7;
    const spent = spentOn(day) ?? null;
    return {
      day,
      weekday: weekdayOf(day),
      cost_usd: spent,
      change: change(day, daysAfter(day, -1)),
      same_weekday_change: change(day, daysAfter(day, -7)),
      rolling_7_usd: isOver(run, day) && week.length === 7 ? mean : null,
      requests: used.get(day)?.length ?? 0,
      active_s: activeOn(run, active, day),
      is_active: used.has(day),
      is_over: isOver(run, day),
      level: levelOf(spent, most),
    };
  });
  const last = rows.findLast(({ is_over }) => is_over);
  const isKnown = (last?.rolling_7_usd ?? null) !== null;
  const lastWeek = Array.from({ length: isKnown ? 7 : 0 }, (_, back) => daysAfter(last?.day ?? '', -back));
  return {
    value: last?.rolling_7_usd ?? null,
    lowerBound: lastWeek.some((day) => (used.get(day) ?? []).some(isUnsure)),
    rows,
  };
}

function activityCalendar(run: Run): Expected {
  const used = byDay(run);
  const first = [...used.keys()].sort()[0] ?? '';
  const last = run.local.day(run.asOfMs - 1);
  const mondayOf = (day: string) => daysAfter(day, 1 - weekdayOf(day));
  const days: string[] = [];
  for (let day = daysAfter(mondayOf(last), -52 * 7); day <= last; day = daysAfter(day, 1)) {
    if (day >= first) days.push(day);
  }
  const spentOn = (day: string) => (used.has(day) ? moneyOf(used.get(day) ?? [], cost) : 0n);
  const most = Math.max(...known(days.map((day) => usdOrNull(spentOn(day)))));
  return {
    value: days.filter((day) => used.has(day)).length,
    rows: days.map((day) => ({
      day,
      week: mondayOf(day),
      weekday: weekdayOf(day),
      requests: used.get(day)?.length ?? 0,
      cost_usd: spentOn(day),
      level: levelOf(spentOn(day), most),
    })),
  };
}

function streaks(run: Run): Expected {
  const used = byDay(run);
  const active = [...used.keys()].sort();
  const [first = '', last = ''] = [active[0], active.at(-1)];
  const runs: string[][] = [];
  for (const day of active) {
    const current = runs.at(-1);
    if (current?.at(-1) === daysAfter(day, -1)) current.push(day);
    else runs.push([day]);
  }
  const longest = runs.reduce((best, each) => (each.length >= best.length ? each : best), []);
  const today = run.local.day(run.asOfMs - 1);
  const mustReach = isOver(run, today) ? today : daysAfter(today, -1);
  const current = runs.find((each) => (each.at(-1) ?? '') >= mustReach);
  const row = (kind: string, days: readonly string[]) => ({
    kind,
    days: days.length,
    first_day: days[0] ?? null,
    last_day: days.at(-1) ?? null,
  });
  return {
    value: current?.length ?? 0,
    rows: [
      ...(current === undefined ? [] : [row('current', current)]),
      row('longest', longest),
      { kind: 'active days', days: active.length, first_day: first, last_day: last },
    ],
  };
}

/** The instant of a day at the wall clock of another instant. */
function sameTimeOn(run: Run, day: string, ms: number): number {
  const wallMs = Date.parse(`${day}T00:00:00Z`) + (run.local.wallMs(ms) % DAY_MS);
  const guessMs = wallMs - (run.local.wallMs(ms) - ms);
  return wallMs - (run.local.wallMs(guessMs) - guessMs);
}

const monthOf = (day: string) => `${day.slice(0, 7)}-01`;

function recentWindows(run: Run, active: readonly Span[]): Expected {
  const { local, asOfMs } = run;
  const today = local.day(asOfMs - 1);
  const isDone = isOver(run, today);
  const lastDay = isDone ? today : daysAfter(today, -1);
  const month = monthOf(today);
  const monthBefore = monthOf(daysAfter(month, -1));
  const isMonthDone = isDone && daysAfter(today, 1).endsWith('-01');
  const sameDayBefore = daysAfter(monthBefore, Number(today.slice(8)) - 1);
  const spanOf = (from: string, to: string): Span => ({
    fromMs: local.startOf(from),
    toMs: local.startOf(daysAfter(to, 1)),
  });
  const lastDays = (count: number): readonly [Span, Span] => [
    spanOf(daysAfter(lastDay, 1 - count), lastDay),
    spanOf(daysAfter(lastDay, 1 - 2 * count), daysAfter(lastDay, -count)),
  ];
  const upTo = (from: string, day: string): Span => ({
    fromMs: local.startOf(from),
    toMs: isDone ? local.startOf(daysAfter(day, 1)) : sameTimeOn(run, day, asOfMs),
  });
  const yesterday = daysAfter(today, -1);
  const monthBeforeThat = monthOf(daysAfter(monthBefore, -1));
  const wholeMonthBefore = spanOf(monthBefore, daysAfter(month, -1));
  const monthSoFar =
    isMonthDone || sameDayBefore >= month ? wholeMonthBefore : upTo(monthBefore, sameDayBefore);
  const windows: readonly (readonly [string, Span, Span])[] = [
    [
      'hour',
      { fromMs: asOfMs - HOUR_MS, toMs: asOfMs },
      { fromMs: asOfMs - 2 * HOUR_MS, toMs: asOfMs - HOUR_MS },
    ],
    [
      'today',
      { fromMs: local.startOf(today), toMs: asOfMs },
      upTo(daysAfter(today, -1), daysAfter(today, -1)),
    ],
    ['yesterday', spanOf(yesterday, yesterday), spanOf(daysAfter(yesterday, -1), daysAfter(yesterday, -1))],
    ['7 days', ...lastDays(7)],
    ['30 days', ...lastDays(30)],
    ['month', { fromMs: local.startOf(month), toMs: asOfMs }, monthSoFar],
    ['last month', wholeMonthBefore, spanOf(monthBeforeThat, daysAfter(monthBefore, -1))],
  ];
  const knownFromMs = local.startOf(local.day(run.facts.requests[0]?.startedMs ?? 0));
  const used = (span: Span) => {
    if (span.fromMs < knownFromMs) return null;
    const requests = run.facts.requests.filter(
      ({ startedMs }) => startedMs >= span.fromMs && startedMs < span.toMs,
    );
    return {
      cost: requests.length === 0 ? 0n : moneyOf(requests, cost),
      requests: requests.length,
      sessions: new Set(requests.map(({ session }) => session)).size,
      effective: total(requests, ({ effective }) => effective),
      isUnsure: requests.some(isUnsure),
    };
  };
  const firstDay = local.day(run.facts.requests[0]?.startedMs ?? 0);
  const daysBefore = (ms: number) =>
    local.days(local.startOf(firstDay), ms).filter((day) => local.startOf(daysAfter(day, 1)) <= ms).length;
  const rows = windows.map(([name, span, spanBefore]) => {
    const [now, before] = [used(span), used(spanBefore)];
    const hours = activeMs(active, span.fromMs, span.toMs) / HOUR_MS;
    const [nowUsd, beforeUsd] = [usdOrNull(now?.cost ?? null), usdOrNull(before?.cost ?? null)];
    return {
      name,
      cost_usd: now?.cost ?? null,
      requests: now?.requests ?? null,
      sessions: now?.sessions ?? null,
      effective_tokens: now?.effective ?? null,
      active_s: now === null ? null : hours * 3600,
      usd_per_active_hour: ratio(nowUsd, hours),
      previous_cost_usd: before?.cost ?? null,
      previous_requests: before?.requests ?? null,
      previous_sessions: before?.sessions ?? null,
      previous_effective_tokens: before?.effective ?? null,
      change: nowUsd === null || beforeUsd === null ? null : ratio(nowUsd - beforeUsd, beforeUsd),
      history_days: now === null ? null : daysBefore(span.fromMs),
    };
  });
  const [hour] = rows;
  const [, lastHour] = windows[0] ?? [];
  const isLowerBound = lastHour !== undefined && used(lastHour)?.isUnsure === true;
  return { value: hour?.requests ? hour.cost_usd : null, lowerBound: isLowerBound, rows };
}

const BLOCK_MS = 5 * HOUR_MS;

interface Block {
  readonly startMs: number;
  readonly endMs: number;
  readonly requests: Request[];
}

/** A block starts at the full hour of its first request, ends five hours later, and at a reset of the limit. */
function blocksOf(run: Run): readonly Block[] {
  const resets = known(
    run.facts.errors.map(({ timeMs, resetsMs }) =>
      resetsMs !== null && resetsMs > timeMs && resetsMs <= timeMs + BLOCK_MS ? resetsMs : null,
    ),
  ).sort((a, b) => a - b);
  const blocks: Block[] = [];
  for (const request of run.facts.requests) {
    const ms = request.startedMs;
    const block = blocks.at(-1);
    const last = block?.requests.at(-1);
    const lastReset = resets.findLast((reset) => reset <= ms) ?? Number.NEGATIVE_INFINITY;
    const isOf =
      block !== undefined &&
      last !== undefined &&
      ms <= Math.floor(firstMs(block) / HOUR_MS) * HOUR_MS + BLOCK_MS &&
      ms - last.startedMs <= BLOCK_MS &&
      lastReset <= firstMs(block);
    if (isOf) {
      block.requests.push(request);
      continue;
    }
    const hourMs = Math.floor(ms / HOUR_MS) * HOUR_MS;
    const nextReset = resets.find((reset) => reset > ms) ?? Number.POSITIVE_INFINITY;
    blocks.push({
      startMs: Math.max(hourMs, lastReset),
      endMs: Math.min(hourMs + BLOCK_MS, nextReset),
      requests: [request],
    });
  }
  return blocks;
}

function firstMs(block: Block): number {
  return block.requests[0]?.startedMs ?? 0;
}

function lastMs(block: Block): number {
  return block.requests.at(-1)?.startedMs ?? 0;
}

function fiveHourBlocks(run: Run, all: readonly Block[]): Expected {
  const { nowMs } = run;
  const blocks = all
    .map((block) => ({ ...block, requests: block.requests.filter(({ startedMs }) => startedMs < nowMs) }))
    .filter(({ requests }) => requests.length > 0);
  const prompts = new Map<Block, number>();
  for (const { timeMs, isHuman } of run.facts.prompts) {
    const block = blocks.find((each) => lastMs(each) >= timeMs);
    if (!isHuman || block === undefined || timeMs <= firstMs(block) - BLOCK_MS) continue;
    prompts.set(block, (prompts.get(block) ?? 0) + 1);
  }
  const rows = blocks.flatMap((block, index) => {
    const { requests } = block;
    const [first, last] = [firstMs(block), lastMs(block)];
    const isActive = nowMs - last < BLOCK_MS && nowMs < block.endMs;
    const spent = moneyOf(requests, cost);
    const rate = isActive && last - first >= 600_000 ? ratio(usdOrNull(spent), last - first) : null;
    const own = {
      started_at: block.startMs,
      ended_at: block.endMs,
      last_at: last as number | null,
      is_gap: false,
      is_active: isActive,
      requests: requests.length,
      prompts: prompts.get(block) ?? 0,
      input_tokens: total(requests, ({ tokens }) => tokens.input),
      output_tokens: total(requests, ({ tokens }) => tokens.output),
      cache_creation_tokens: total(requests, ({ written }) => written),
      cache_read_tokens: total(requests, ({ tokens }) => tokens.read),
      effective_tokens: total(requests, ({ effective }) => effective),
      cost_usd: spent,
      usd_per_hour: rate === null ? null : rate * HOUR_MS,
      projected_usd: rate === null ? null : usd(spent ?? 0n) + rate * (block.endMs - nowMs),
      models: known([...new Set(requests.map(({ model }) => model))])
        .sort()
        .join(', ') as string | null,
      began_before: block.startMs < run.startMs,
    };
    const next = blocks[index + 1];
    if (next === undefined || firstMs(next) - last <= BLOCK_MS) return [own];
    const nothing = Object.fromEntries(
      Object.entries(own).map(([name, value]) => [name, typeof value === 'number' ? 0 : null]),
    );
    const gap = {
      ...nothing,
      started_at: last + BLOCK_MS,
      ended_at: firstMs(next),
      last_at: null,
      is_gap: true,
      is_active: false,
      cost_usd: 0n,
      usd_per_hour: null,
      projected_usd: null,
      models: null,
      began_before: false,
    };
    return [own, gap];
  });
  const within = rows.filter(({ started_at }) => run.isWithin(started_at));
  const running = rows.filter(
    ({ started_at, is_active, began_before }) => is_active && began_before && started_at < run.asOfMs,
  );
  return { value: within.filter(({ is_gap }) => !is_gap).length, rows: [...running, ...within] };
}

const QUANTITIES = ['prompts', 'requests', 'cost_usd', 'input_equivalents'] as const;
type Quantity = (typeof QUANTITIES)[number];
const ONE = 10n ** 16n;

interface Use {
  readonly timeMs: number;
  readonly amounts: Readonly<Record<Quantity, bigint | null>>;
}

/** Of an unpriced request what it cost is unknown; of nothing it is 0. All amounts in 10⁻¹⁶. */
function amountIn(uses: readonly Use[], quantity: Quantity): bigint | null {
  const requests = uses.filter(({ amounts }) => amounts.requests !== 0n);
  if (quantity === 'prompts' || quantity === 'requests' || requests.length === 0) {
    return moneyOf(uses, ({ amounts }) => amounts[quantity]) ?? 0n;
  }
  return moneyOf(requests, ({ amounts }) => amounts[quantity]);
}

function rollingLimits(run: Run, blocks: readonly Block[]): Expected {
  const uses = sortedBy(
    [
      ...run.facts.requests.map(
        (request): Use => ({
          timeMs: request.startedMs,
          amounts: {
            prompts: 0n,
            requests: ONE,
            cost_usd: request.cost,
            input_equivalents: inputEquivalents(request),
          },
        }),
      ),
      ...run.facts.prompts
        .filter(({ isHuman }) => isHuman)
        .map(
          ({ timeMs }): Use => ({
            timeMs,
            amounts: { prompts: ONE, requests: 0n, cost_usd: null, input_equivalents: null },
          }),
        ),
    ].filter(({ timeMs }) => timeMs < run.asOfMs),
    ({ timeMs }) => timeMs,
  );
  const usesIn = (fromMs: number, toMs: number) =>
    uses.filter(({ timeMs }) => timeMs > fromMs && timeMs <= toMs);
  const notices = sortedBy(
    run.facts.errors.filter(({ resetsMs, timeMs }) => resetsMs !== null && timeMs < run.asOfMs),
    ({ timeMs }) => timeMs,
    ({ resetsMs }) => resetsMs,
  );
  const over = blocks.filter(({ endMs }) => endMs <= run.asOfMs);
  const rows = [5, 168].flatMap((hours) => {
    const lengthMs = hours * HOUR_MS;
    // A reset further than five hours away is that of a week.
    const seen = notices.filter(
      ({ resetsMs, timeMs }) => ((resetsMs ?? 0) > timeMs + BLOCK_MS ? 168 : 5) === hours,
    );
    const limits = seen.filter(({ timeMs }, index) => {
      const before = seen[index - 1];
      return before === undefined || timeMs - before.timeMs > lengthMs;
    });
    const resetsMs = seen.at(-1)?.resetsMs ?? null;
    return QUANTITIES.map((quantity) => {
      const amount = (fromMs: number, toMs: number) => usdOrNull(amountIn(usesIn(fromMs, toMs), quantity));
      const atLimits = known(limits.map(({ timeMs }) => amount(timeMs - lengthMs, timeMs)));
      const inBlocks = hours === 5 ? known(over.map(({ startMs, endMs }) => amount(startMs - 1, endMs))) : [];
      const isSeen = atLimits.length >= 2;
      const isUsual = inBlocks.length >= 5;
      const bound = isSeen ? medianOf(atLimits) : isUsual ? quantileOf(inBlocks, 0.9) : null;
      const used = amountIn(usesIn(run.asOfMs - lengthMs, run.asOfMs), quantity);
      const [peak, peakAt] = peakOf(run, uses, lengthMs, quantity);
      return {
        window: hours === 5 ? '5 hours' : '7 days',
        quantity,
        used,
        peak,
        peak_at: peakAt,
        bound,
        basis: isSeen ? 'median at the limits seen' : isUsual ? 'your P90, not a limit' : null,
        limits_seen: limits.length,
        share: ratio(usdOrNull(used), bound),
        peak_share: ratio(usdOrNull(peak), bound),
        resets_at: resetsMs !== null && resetsMs > run.asOfMs ? resetsMs : null,
        plan_usd: run.options.planUsd,
      };
    });
  });
  const requests = run.facts.requests.filter(({ startedMs }) => run.isWithin(startedMs));
  return {
    value: rows.find(({ quantity }) => quantity === 'cost_usd')?.peak ?? null,
    lowerBound: requests.some((request) => request.isIncomplete || request.cost === null),
    rows,
  };
}

/** Rounded to a millionth of a token. */
function inputEquivalents({ list, prices }: Request): bigint | null {
  if (list === null || prices === null || prices.input === 0n) return null;
  const millionths = Math.round((Number(list) / Number(prices.input) / 1e4) * 1e6);
  return BigInt(millionths) * (ONE / 1_000_000n);
}

/** The largest sum of any window that ends in the period, and when it was first reached: at its start, or at a use. */
function peakOf(run: Run, uses: readonly Use[], lengthMs: number, quantity: Quantity) {
  let [sum, from] = [null as bigint | null, 0];
  let peak: bigint | null = null;
  let peakAt: number | null = null;
  const nothing = quantity === 'prompts' || quantity === 'requests' ? 0n : null;
  const start: Use = {
    timeMs: run.startMs,
    amounts: { prompts: nothing, requests: nothing, cost_usd: nothing, input_equivalents: nothing },
  };
  const ends = sortedBy([...uses, start], ({ timeMs }) => timeMs);
  for (const [index, { timeMs, amounts }] of ends.entries()) {
    if (amounts[quantity] !== null) sum = (sum ?? 0n) + amounts[quantity];
    for (; (ends[from]?.timeMs ?? timeMs) <= timeMs - lengthMs; from++) {
      const left = ends[from]?.amounts[quantity] ?? null;
      if (sum !== null && left !== null) sum -= left;
    }
    const isLast = ends[index + 1]?.timeMs !== timeMs;
    const isHigher = sum !== null && (peak === null || sum > peak);
    if (isLast && timeMs >= run.startMs && isHigher) [peak, peakAt] = [sum, timeMs];
  }
  return [peak, peakAt] as const;
}

const NORM_MS = 90 * DAY_MS;

function sessionNorms(run: Run): Expected {
  const { facts, asOfMs } = run;
  const sessions = [
    ...grouped(
      facts.requests.filter(({ startedMs }) => startedMs < asOfMs),
      ({ session }) => session,
    ).values(),
  ].flatMap((requests) => {
    const [first] = requests;
    const spent = moneyOf(requests, cost);
    if (first === undefined || spent === null) return [];
    return [{ session: first.session, project: first.project, spent, first, last: requests.at(-1) ?? first }];
  });
  const recent = grouped(
    sessions.filter(({ first }) => first.startedMs >= asOfMs - NORM_MS),
    ({ project }) => project,
  );
  const shown = sortedBy(
    sessions.filter(({ last }) => last.startedMs >= run.startMs),
    ({ spent }) => -spent,
    ({ session }) => session,
  ).map(({ session, project, spent }) => {
    const peers = recent.get(project) ?? [];
    const median = peers.length < 5 ? null : medianOf(peers.map((peer) => usd(peer.spent)));
    return {
      session_id: session,
      project,
      cost_usd: spent,
      median_usd: median,
      sessions: median === null ? null : peers.length,
      ratio: ratio(usd(spent), median),
    };
  });
  const rated = known(shown.map((row) => row.ratio));
  return {
    value: ratio(rated.filter((times) => times > 3).length, rated.length),
    rows: shown.slice(0, 200),
  };
}
