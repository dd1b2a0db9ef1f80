import type { Request } from './facts-reference.js';
import { daysAfter, known, moneyOf, type Reference, total, usd, weekdayOf } from './rows-reference.js';
import type { Run } from './stores-reference.js';

/**
 * What a projection stands on, in plain loops over requests: cost so far, pace, whole days of history, a year like the last
 * four weeks, the trend, how much weeks differ. Its simulated quantiles and its calibration are taken as they are:
 * src/projection has tests of its own for them.
 */
export function projectionReference(run: Run): Reference {
  const { local, facts, startMs, endMs, asOfMs } = run;
  const seen = facts.requests.filter(({ startedMs }) => startedMs < asOfMs);
  const within = seen.filter(({ startedMs }) => startedMs >= startMs);
  const cost = (requests: readonly Request[]) => moneyOf(requests, (request) => request.cost);
  /** null: nothing on it has a price. */
  const costOn = (day: string) => {
    const requests = seen.filter(({ startedMs }) => local.day(startedMs) === day);
    return requests.length === 0 ? 0n : cost(requests);
  };
  const isProjected = asOfMs < endMs && run.kind !== 'last-hours' && cost(within) !== null;
  const soFar = cost(within) ?? 0n;
  const unknown = local.days(startMs, asOfMs).filter((day) => costOn(day) === null);
  const pace = usd(soFar) / (run.dayNumber - unknown.length);

  const firstDay = local.day(seen[0]?.startedMs ?? startMs);
  const past = local
    .days(local.startOf(firstDay), asOfMs)
    .filter((day) => local.startOf(daysAfter(day, 1)) <= asOfMs)
    .map((day) => ({ day, cost: costOn(day) }));
  const window = recent(past, (each) => each.cost);
  const history = known(window.map((each) => each.cost));
  const lastWeeks = known(window.slice(-28).map((each) => each.cost));
  const hasFigures = history.length >= 14;
  const drawn = new Set(hasFigures ? window.filter((each) => each.cost !== null).map(({ day }) => day) : []);
  const lowerBound =
    isProjected &&
    seen.some(
      (request) =>
        (request.cost === null || request.isIncomplete) &&
        (request.startedMs >= startMs || drawn.has(local.day(request.startedMs))),
    );
  const [projection, summary] = ['cost-projection', 'projection-summary'].map((id) => run.result.metrics[id]);
  const said = new Map((projection?.rows ?? []).map((row) => [String(row['day']), row]));

  const made: Request[] = [];
  let number = 0;
  const days = local.days(startMs, endMs).map((day) => {
    number++;
    made.push(...seen.filter(({ startedMs }) => local.day(startedMs) === day));
    const actual = made.length === 0 ? 0n : cost(made);
    const { actual_usd: _, flat_usd: __, ...simulated } = said.get(day) ?? {};
    return {
      ...simulated,
      day,
      actual_usd: local.startOf(day) < asOfMs ? actual : null,
      flat_usd: isProjected && number >= run.dayNumber ? pace * number : null,
    };
  });
  return {
    'cost-projection': { value: projection?.value ?? null, lowerBound, rows: days },
    'projection-summary': {
      value: summary?.value ?? null,
      lowerBound,
      rows: isProjected
        ? [
            {
              ...summary?.rows[0],
              flat_usd: pace * run.dayCount,
              history_days: history.length,
              year_usd:
                history.length < 28 || lastWeeks.length < 14
                  ? null
                  : (total(lastWeeks, usd) / lastWeeks.length) * 365,
              trend_per_day: hasFigures ? growthOf(window) : null,
              level_sigma: hasFigures
                ? levelSigmaOf(window, growthOf(window), Number(summary?.rows[0]?.['spread_factor']))
                : null,
            },
          ]
        : [],
    },
  };
}

/** At most 91 days, from the first with a cost on, and from the last break of 28 days without one on; a day without a price is one of work. */
export function recent<Day>(days: readonly Day[], cost: (day: Day) => bigint | null): readonly Day[] {
  const earliest = Math.max(0, days.length - 91);
  let start = days.length;
  let idle = 0;
  for (let index = days.length - 1; index >= 0 && idle < 28 && start > earliest; index--) {
    idle = cost(days[index] as Day) === 0n ? idle + 1 : 0;
    if (idle === 0) start = index;
  }
  return days.slice(Math.max(start, earliest));
}

interface Spent {
  readonly day: string;
  /** null: nothing on it has a price. */
  readonly cost: bigint | null;
}

interface Point {
  /** Days since 1970. */
  readonly x: number;
  readonly weekend: number;
  readonly usd: number;
}

/** Days of known cost where they lie in time. */
function pointsOf(days: readonly Spent[]): readonly Point[] {
  return days.flatMap(({ day, cost }) =>
    cost === null
      ? []
      : [{ x: Date.parse(day) / 86_400_000, weekend: weekdayOf(day) > 5 ? 1 : 0, usd: usd(cost) }],
  );
}

/**
 * Growth a day of the days of use: ridge regression on level, weekend and day with the correlation of each day with each other,
 * which is ρ to the power of the days between them.
 */
function growthOf(days: readonly Spent[]): number {
  const points = pointsOf(days);
  const mean = total(points, (point) => point.usd) / points.length;
  const used = points.filter((point) => point.usd > 0.01 * mean);
  if (used.length < 4) return 0;
  const lastX = Math.max(...used.map(({ x }) => x));
  const columns = [used.map(() => 1), used.map(({ weekend }) => weekend), used.map(({ x }) => x - lastX)];
  const logs = used.map((point) => Math.log(point.usd));
  const dot = (a: readonly number[], b: readonly number[]) =>
    total(a.keys(), (i) => Number(a[i]) * Number(b[i]));
  const fit = (variance: number, correlation: number) => {
    const matrix = used.map((a) =>
      used.map((b) => (a === b ? 1 : correlation === 0 ? 0 : correlation ** Math.abs(a.x - b.x))),
    );
    const weighed = [...columns, logs].map((column) => solved(matrix, column));
    const prior = [0, variance / 1 ** 2, variance / 0.01 ** 2];
    const normal = columns.map((a, i) =>
      columns.map((_, j) => dot(a, weighed[j] ?? []) + (i === j ? Number(prior[i]) : 0)),
    );
    return solved(
      normal,
      columns.map((a) => dot(a, weighed[3] ?? [])),
    );
  };
  let line = fit(1, 0);
  for (let round = 0; round < 2; round++) {
    const rests = logs.map(
      (log, i) =>
        log -
        dot(
          line,
          columns.map((column) => Number(column[i])),
        ),
    );
    const variance = Math.max(1e-9, dot(rests, rests) / (used.length - 3));
    const neighbours = [...used.keys()].filter((i) => i > 0 && used[i]?.x === Number(used[i - 1]?.x) + 1);
    const together = total(neighbours, (i) => Number(rests[i]) * Number(rests[i - 1])) / neighbours.length;
    const seen = together / (dot(rests, rests) / used.length) + 2 / used.length;
    const believed = (seen * 0.3 ** 2) / (0.3 ** 2 + 1 / neighbours.length);
    const isNone = neighbours.length === 0 || variance === 1e-9;
    line = fit(variance, isNone ? 0 : Math.min(0.9, Math.max(0, believed)));
  }
  return Number(line[2]);
}

/** How much weeks differ beyond what independent days would; what is known of a week stands for all of it. */
function levelSigmaOf(days: readonly Spent[], growth: number, factor: number): number {
  const end = Date.parse(String(days.at(-1)?.day)) / 86_400_000;
  const points = pointsOf(days).map((point) => ({
    ...point,
    usd: point.usd * Math.exp(growth * (end - point.x)),
  }));
  const mean = (values: readonly number[]) => total(values, (value) => value) / values.length;
  const spread = (values: readonly number[]) =>
    values.length < 2 ? 0 : total(values, (value) => (value - mean(values)) ** 2) / (values.length - 1);
  const ofClass = (of: readonly Point[], weekend: number) =>
    of.filter((point) => point.weekend === weekend).map((point) => point.usd);
  const [weekdays, weekendDays] = [ofClass(points, 0), ofClass(points, 1)];
  const usual = [weekdays, weekendDays].map((values) =>
    mean(values.length === 0 ? points.map((p) => p.usd) : values),
  );
  const [weekday = 0, weekendDay = 0] = usual;
  const weeks = Array.from({ length: Math.floor(days.length / 7) }, (_, week) => {
    const ofWeek = points.filter(({ x }) => x <= end - 7 * week && x > end - 7 * (week + 1));
    const counts = [0, 1].map((weekend) => ofClass(ofWeek, weekend).length);
    const [known0 = 0, known1 = 0] = counts;
    const expected = known0 * weekday + known1 * weekendDay;
    if (ofWeek.length < 7 && expected === 0) return null;
    const scale = ofWeek.length === 7 ? 1 : (5 * weekday + 2 * weekendDay) / expected;
    return { usd: total(ofWeek, (point) => point.usd) * scale, known0, known1, scale };
  }).filter((week) => week !== null);
  const doubt = Math.sqrt(1 + 12 / Math.max(1, weeks.length));
  const level = mean(weeks.map((week) => week.usd));
  const independent =
    mean(weeks.map(({ known0, scale }) => known0 * scale ** 2)) * spread(weekdays) +
    mean(weeks.map(({ known1, scale }) => known1 * scale ** 2)) * spread(weekendDays);
  const excess = Math.max(0, spread(weeks.map((week) => week.usd)) - independent);
  const deviation = weeks.length < 3 ? 0.2 : level === 0 ? 0 : Math.sqrt(excess) / level;
  return Math.min(1.5, factor * Math.max(deviation, 0.1) * doubt);
}

/** x of matrix · x = right, by elimination with pivots. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const rows = matrix.map((row, i) => [...row, Number(right[i])]);
  for (let column = 0; column < rows.length; column++) {
    const rest = rows.slice(column).map((row) => Math.abs(Number(row[column])));
    const best = column + rest.indexOf(Math.max(...rest));
    [rows[column], rows[best]] = [rows[best] ?? [], rows[column] ?? []];
    const pivot = rows[column] ?? [];
    for (const [i, row] of rows.entries()) {
      const share = Number(row[column]) / Number(pivot[column]);
      if (i === column || share === 0) continue;
      for (let j = column; j < row.length; j++) row[j] = Number(row[j]) - share * Number(pivot[j]);
    }
  }
  return rows.map((row, i) => Number(row.at(-1)) / Number(row[i]));
}
