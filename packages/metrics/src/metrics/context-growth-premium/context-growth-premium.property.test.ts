import { parseTranscript } from '@cc-report/parser';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openMetricsDb } from '../../metrics-db.js';
import { request } from '../../testing/given.js';

interface Tokens {
  readonly read: number;
  readonly write5m: number;
  readonly input: number;
}

/** Premium in 10⁻⁸ USD, exactly, of threads a minute a request on Opus 5: $0.50 read, $6.25 written, $5 uncached per million. */
async function premiums(threads: readonly (readonly Tokens[])[]): Promise<readonly bigint[][]> {
  using db = await openMetricsDb();
  const records = threads.flatMap((thread, session) =>
    thread.map((tokens, index) =>
      request({
        at: `01T${String(10 + Math.floor(index / 60))}:${String(index % 60).padStart(2, '0')}`,
        session: `s${String(session).padStart(4, '0')}`,
        output: 100,
        ...tokens,
      }),
    ),
  );
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  await db.ingestEvents('projects/-p/a.jsonl', parseTranscript([new TextEncoder().encode(text)]));
  await db.compute({
    period: { kind: 'all' },
    timezone: 'UTC',
    now: new Date('2026-04-01T00:00:00Z'),
    metrics: [],
  });
  const rows = await db.connection.runAndReadAll(
    'SELECT session_id, (premium_usd * 100000000)::BIGINT FROM thread_step ORDER BY session_id, step',
  );
  const found: bigint[][] = threads.map(() => []);
  for (const [session, premium] of rows.getRowsJS())
    found[Number(String(session).slice(1))]?.push(premium as bigint);
  return found;
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
const context = ({ read, write5m, input }: Tokens) => read + write5m + input;

const tokens = fc.record({
  read: fc.integer({ min: 0, max: 150_000 }),
  write5m: fc.integer({ min: 0, max: 50_000 }),
  input: fc.integer({ min: 0, max: 50_000 }),
});
const threads = fc.sample(fc.array(tokens, { minLength: 1, maxLength: 12 }), { seed: 5, numRuns: 100 });
const plain = await premiums(threads);

test('is never negative, whatever the layout, and 0 on the first request of a fresh thread', () => {
  expect(plain.flat()).toHaveLength(threads.flat().length);
  expect(plain.flat().every((premium) => premium >= 0n)).toBe(true);
  expect(plain.every(([first]) => first === 0n)).toBe(true);
});

test('does not depend on how the first request was charged', async () => {
  const uncached = threads.map(([first, ...rest]) => [
    { read: 0, write5m: 0, input: context(first as Tokens) },
    ...rest,
  ]);
  expect(await premiums(uncached)).toEqual(plain);
});

test('an expiry adds exactly (write − read price) × history: 575 hundred-millionths of a dollar a token', async () => {
  // Each thread grows; one request of it rewrites what it would have read beyond the base.
  const growing = fc.record({
    base: fc.integer({ min: 1_000, max: 40_000 }),
    growth: fc.array(fc.integer({ min: 0, max: 9_000 }), { minLength: 2, maxLength: 12 }),
    expired: fc.nat(),
  });
  const cases = fc.sample(growing, { seed: 9, numRuns: 100 }).map(({ base, growth, expired }) => {
    const at = 1 + (expired % growth.length);
    let before = base;
    const warm = growth.map((more): Tokens => {
      const read = before;
      before += more;
      return { read, write5m: more, input: 0 };
    });
    const thread = [{ read: 0, write5m: base, input: 0 }, ...warm];
    const { read, write5m } = thread[at] as Tokens;
    const history = read - base;
    const cold = thread.with(at, { read: base, write5m: write5m + history, input: 0 });
    return { thread, cold, history };
  });
  const warm = await premiums(cases.map(({ thread }) => thread));
  const cold = await premiums(cases.map((one) => one.cold));
  cases.forEach(({ history }, index) => {
    expect(sum(cold[index] ?? []) - sum(warm[index] ?? [])).toBe(BigInt(history) * 575n);
  });
});
