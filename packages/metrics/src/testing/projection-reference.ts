import type { Request } from './facts-reference.js';
import { daysAfter, moneyOf, type Reference, total, usd } from './rows-reference.js';
import type { Run } from './stores-reference.js';

/**
 * What a projection stands on, in plain loops over requests: cost so far, pace, whole days of history, a year like the last
 * four weeks. Its simulated quantiles are taken as they are: src/projection has tests of its own for them.
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
  const pace = usd(soFar) / run.dayNumber;

  const firstDay = local.day(seen[0]?.startedMs ?? startMs);
  const past = local
    .days(local.startOf(firstDay), asOfMs)
    .filter((day) => local.startOf(daysAfter(day, 1)) <= asOfMs)
    .map(costOn);
  const history = recent(past, (spent) => spent).filter((spent) => spent !== null);
  const lastWeeks = history.slice(-28);
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
    'cost-projection': { value: projection?.value ?? null, rows: days },
    'projection-summary': {
      value: summary?.value ?? null,
      rows: isProjected
        ? [
            {
              ...summary?.rows[0],
              flat_usd: pace * run.dayCount,
              history_days: history.length,
              year_usd: history.length < 28 ? null : (total(lastWeeks, (spent) => usd(spent)) / 28) * 365,
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
