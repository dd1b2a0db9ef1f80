import { expect, test } from 'vitest';
import { backtestReference } from '../testing/backtest-reference.js';
import { baseReference } from '../testing/base-reference.js';
import { contextReference } from '../testing/context-reference.js';
import { moneyReference } from '../testing/money-reference.js';
import { normalReference } from '../testing/normal-reference.js';
import { projectionReference } from '../testing/projection-reference.js';
import { grouped, type Reference } from '../testing/rows-reference.js';
import {
  type Case,
  demoStore,
  differences,
  mixedStore,
  ReferenceStore,
  type Run,
  storeOf,
} from '../testing/stores-reference.js';
import { timeReference } from '../testing/time-reference.js';
import { toolsReference } from '../testing/tools-reference.js';
import { metrics } from './index.js';

const REFERENCES: readonly ((run: Run) => Reference | Promise<Reference>)[] = [
  baseReference,
  contextReference,
  timeReference,
  toolsReference,
  normalReference,
  projectionReference,
  backtestReference,
  ({ db }) => moneyReference(db),
];

const DEMO_CASES: readonly Case[] = [
  {
    period: { kind: 'month' },
    timezone: 'Europe/Berlin',
    now: '2026-10-23T15:12:00Z',
    options: { budgetUsd: 300, planUsd: 100 },
  },
  { period: { kind: 'all' }, timezone: 'America/New_York', now: '2026-11-22T00:00:00Z' },
  // Hours, one of which clocks show twice.
  {
    period: { kind: 'range', since: '2026-10-25', until: '2026-10-25' },
    timezone: 'Europe/Berlin',
    now: '2026-11-22T00:00:00Z',
  },
];

const MIXED_CASES: readonly Case[] = [
  {
    period: { kind: 'month', month: '2026-03' },
    timezone: 'America/New_York',
    now: '2026-03-14T14:34:56Z',
    options: { budgetUsd: 60, planUsd: 20 },
  },
  { period: { kind: 'all' }, timezone: 'Asia/Kolkata', now: '2026-04-10T00:00:00Z' },
];

const REAL_CASES: readonly Case[] = ['UTC', 'America/New_York'].flatMap((timezone) => [
  {
    period: { kind: 'month', month: '2026-08' },
    timezone,
    now: '2026-11-22T00:00:00Z',
    options: { budgetUsd: 300 },
  },
  {
    period: { kind: 'month', month: '2026-08' },
    timezone,
    now: '2026-08-12T01:23:45Z',
    options: { budgetUsd: 300, planUsd: 200 },
  },
  { period: { kind: 'month', month: '2026-02' }, timezone, now: '2026-02-20T10:07:00Z' },
  { period: { kind: 'all' }, timezone, now: '2026-11-22T00:00:00Z' },
]);

/** A directory of real transcripts to compare on too. */
const REAL = process.env['CC_REPORT_REAL'];
/** One seed is enough for a run of the suite; more find more. */
const SEEDS = Array.from({ length: Number(process.env['CC_REPORT_SEEDS'] ?? 1) }, (_, index) => index + 1);

/** A period without a request says nothing: no value, no rows. */
function ofNothing(reference: Reference): Reference {
  return Object.fromEntries(Object.keys(reference).map((id) => [id, { value: null, rows: [] }]));
}

async function expectAsReferences(store: ReferenceStore, cases: readonly Case[]): Promise<void> {
  const found: Record<string, readonly string[]> = {};
  for (const each of cases) {
    const run = await store.compute(each);
    const reference: Reference = Object.assign({}, ...(await Promise.all(REFERENCES.map((of) => of(run)))));
    expect(metrics.map(({ id }) => id).filter((id) => !(id in reference))).toEqual([]);
    const isEmpty = !run.facts.requests.some(({ startedMs }) => run.isWithin(startedMs));
    const wanted = isEmpty ? ofNothing(reference) : reference;
    for (const [id, list] of Object.entries(differences(run, wanted))) {
      const where = `${JSON.stringify(each.period)} ${each.timezone} at ${each.now}`;
      found[`${id}: ${list.length} differences in ${where}`] = list.slice(0, 3);
    }
  }
  expect(found).toEqual({});
}

test('every metric is what plain loops say of the demo', async () => {
  using store = new ReferenceStore(await demoStore());
  await expectAsReferences(store, DEMO_CASES);
}, 60_000);

test.each(SEEDS)(
  '… and of transcripts with everything that can happen, seed %i',
  async (seed) => {
    using store = new ReferenceStore(await mixedStore(seed));
    await expectAsReferences(store, MIXED_CASES);
    // In the middle of the longest session: work goes on, a block runs, a day is cut at both ends.
    const { facts } = await store.compute({
      period: { kind: 'all' },
      timezone: 'UTC',
      now: '2026-04-10T00:00:00Z',
    });
    const sessions = [...grouped(facts.requests, ({ session }) => session).values()];
    const longest = sessions.reduce((best, each) => (each.length > best.length ? each : best));
    const middle = longest.findIndex(({ startedMs }, index) => {
      const waitedMs = Number(longest[index + 1]?.startedMs) - startedMs;
      return index >= longest.length / 2 && waitedMs > 60_000 && waitedMs < 300_000;
    });
    const now = new Date(Number(longest[middle]?.startedMs) + 20_000).toISOString();
    const options = { budgetUsd: 60, planUsd: 20 };
    await expectAsReferences(store, [
      { period: { kind: 'last', length: '24h' }, timezone: 'UTC', now },
      { period: { kind: 'month' }, timezone: 'Europe/Paris', now, options },
    ]);
  },
  60_000,
);

test.runIf(REAL !== undefined)(
  `… and of ${REAL}`,
  async () => {
    using store = new ReferenceStore(await storeOf(REAL ?? ''));
    await expectAsReferences(store, REAL_CASES);
  },
  900_000,
);
