import { parseTranscript } from '@cc-report/parser';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Measured } from '../../metric.js';
import { openMetricsDb } from '../../metrics-db.js';
import { compute, type GivenRequest, request } from '../../testing/given.js';
import { cost } from '../cost/cost.js';
import { whatChanged } from './what-changed.js';

const SECOND = { kind: 'range', since: '2026-03-02', until: '2026-03-02' } as const;
/** An output of 40,000 tokens costs $1 with opus 5, $0.20 with haiku 4.5, and carries no context. */
const ANSWER = 40_000;
const HAIKU = 'claude-haiku-4-5-20251001';

type Rows = Measured['rows'];
const contributionsOf = (rows: Rows, scope: string, project: string | null = null) =>
  Object.fromEntries(
    rows
      .filter((row) => row['scope'] === scope && row['project'] === project && row['contribution_usd'] !== 0)
      .map((row) => [row['mechanism'], Number(Number(row['contribution_usd']).toFixed(9))]),
  );

/** What changed from March 1 to March 2. */
async function changed(requests: readonly GivenRequest[], prices?: string) {
  const { of } = await compute([requests.map(request)], {
    period: SECOND,
    metrics: [whatChanged],
    ...(prices === undefined ? {} : { prices }),
  });
  return of(whatChanged);
}

describe('one thing changes at a time', () => {
  test('volume: one answer, then three', async () => {
    const { value, rows } = await changed([
      { at: '01T10:00', output: ANSWER },
      { at: '02T10:00', output: ANSWER },
      { at: '02T10:01', output: ANSWER },
      { at: '02T10:02', output: ANSWER },
    ]);
    expect(value).toBe(2);
    expect(contributionsOf(rows, 'all')).toEqual({ volume: 2 });
    expect(rows[0]).toEqual({
      scope: 'all',
      project: null,
      mechanism: 'volume',
      previous_usd: null,
      current_usd: null,
      previous_count: 1,
      current_count: 3,
      contribution_usd: 2,
    });
  });

  test('model mix: two answers of opus, then one of opus and one of haiku', async () => {
    const { value, rows } = await changed([
      { at: '01T10:00', output: ANSWER },
      { at: '01T10:01', output: ANSWER },
      { at: '02T10:00', output: ANSWER, session: 's2' },
      { at: '02T10:00', output: ANSWER, session: 's3', model: HAIKU },
    ]);
    expect(value).toBeCloseTo(-0.8, 12);
    expect(contributionsOf(rows, 'all')).toEqual({ model_mix: -0.8 });
  });

  test('project mix: half of the answers move from a dear project to a cheap one', async () => {
    const { rows } = await changed([
      { at: '01T10:00', output: ANSWER, session: 'a', cwd: '/work/dear' },
      { at: '01T10:01', output: ANSWER, session: 'a', cwd: '/work/dear' },
      { at: '02T10:00', output: ANSWER, session: 'a', cwd: '/work/dear' },
      { at: '02T10:01', output: ANSWER, session: 'b', cwd: '/work/cheap', model: HAIKU },
    ]);
    expect(contributionsOf(rows, 'all')).toEqual({ project_mix: -0.8 });
    expect(contributionsOf(rows, 'project', 'dear')).toEqual({ volume: -1 });
    expect(contributionsOf(rows, 'project', 'cheap')).toEqual({ volume: 0.2 });
  });

  test('a project that ends while all have more requests did not grow', async () => {
    const { rows } = await changed([
      { at: '01T10:00', output: ANSWER, session: 'a', cwd: '/work/ended' },
      { at: '02T10:00', output: ANSWER, session: 'b', cwd: '/work/new' },
      { at: '02T10:01', output: ANSWER, session: 'b', cwd: '/work/new' },
    ]);
    expect(contributionsOf(rows, 'all')).toEqual({ volume: 1 });
    expect(contributionsOf(rows, 'project', 'ended')).toEqual({ volume: -1 });
    expect(contributionsOf(rows, 'project', 'new')).toEqual({ volume: 2 });
  });

  test('output: the answer is twice as long', async () => {
    const { rows } = await changed([
      { at: '01T10:00', output: ANSWER },
      { at: '02T10:00', output: 2 * ANSWER },
    ]);
    expect(contributionsOf(rows, 'all')).toEqual({ output: 1 });
    expect(rows[0]).toMatchObject({ mechanism: 'output', previous_usd: 1, current_usd: 2 });
  });

  test('price: the list price doubles overnight, with the same tokens', async () => {
    const { rows } = await changed(
      [
        { at: '01T10:00', output: ANSWER, model: 'x' },
        { at: '02T10:00', output: ANSWER, model: 'x' },
      ],
      PRICES,
    );
    expect(contributionsOf(rows, 'all')).toEqual({ price: 1 });
  });

  test('context and cache: a second request carries 100,000 tokens, read, and on the next day written again', async () => {
    const read = await changed([
      { at: '01T10:00', session: 'a', write5m: 100_000 },
      { at: '01T10:01', session: 'a', read: 100_000 },
      { at: '02T10:00', session: 'b', write5m: 100_000 },
      { at: '02T10:06', session: 'b', write5m: 100_000 },
    ]);
    // 100,000 × (6.25 − 0.50).
    expect(contributionsOf(read.rows, 'all')).toEqual({ cache: 0.575 });
    const grown = await changed([
      { at: '01T10:00', session: 'a', write5m: 100_000 },
      { at: '01T10:01', session: 'a', read: 100_000 },
      { at: '02T10:00', session: 'b', write5m: 100_000 },
      { at: '02T10:01', session: 'b', read: 300_000 },
    ]);
    // 200,000 new tokens at the read price: they were in the cache, but not in this thread.
    expect(contributionsOf(grown.rows, 'all')).toEqual({ new_material: 0.1 });
  });
});

test('two things at once: each gets its own effect and half of what they do together', async () => {
  const { value, rows } = await changed([
    { at: '01T10:00', output: ANSWER },
    { at: '02T10:00', output: 2 * ANSWER },
    { at: '02T10:01', output: 2 * ANSWER },
  ]);
  // $1 → 2 × $2: one more answer at a mean of $1.50, $1 more for a mean of 1.5 answers.
  expect(value).toBe(3);
  expect(contributionsOf(rows, 'all')).toEqual({ volume: 1.5, output: 1.5 });
});

test('price and amount at once: doubled each, from $1 to $4', async () => {
  const { rows } = await changed(
    [
      { at: '01T10:00', output: ANSWER, model: 'x' },
      { at: '02T10:00', output: 2 * ANSWER, model: 'x' },
    ],
    PRICES,
  );
  // Mean of 60,000 tokens × $25 a million; 40,000 more tokens × a mean of $37.50 a million.
  expect(contributionsOf(rows, 'all')).toEqual({ price: 1.5, output: 1.5 });
});

test('sessions: one of $2, then three of $1', async () => {
  const { value, rows } = await changed([
    { at: '01T10:00', output: 2 * ANSWER, session: 'a' },
    { at: '02T10:00', output: ANSWER, session: 'b' },
    { at: '02T10:01', output: ANSWER, session: 'c' },
    { at: '02T10:02', output: ANSWER, session: 'd' },
  ]);
  expect(value).toBe(1);
  expect(contributionsOf(rows, 'sessions')).toEqual({ sessions: 4, cost_per_session: -3 });
});

test('is null with nothing before to compare with', async () => {
  const { of } = await compute([[request({ at: '01T10:00', output: ANSWER })]], {
    metrics: [whatChanged],
  });
  expect(of(whatChanged)).toMatchObject({ value: null, rows: [] });
});

test('an open period is compared with the same part of the one before', async () => {
  const { of } = await compute(
    [
      [
        request({ at: '01T10:00', output: ANSWER }),
        request({ at: '01T20:00', output: ANSWER }),
        request({ at: '02T10:00', output: ANSWER }),
      ],
    ],
    { period: { kind: 'day' }, now: new Date('2026-03-02T12:00:00Z'), metrics: [whatChanged] },
  );
  expect(of(whatChanged).value).toBe(0);
});

test('contributions sum to the difference of the costs, and projects to the whole, mechanism by mechanism, whatever changes', async () => {
  const tokens = fc.integer({ min: 0, max: 260_000 });
  const given: fc.Arbitrary<GivenRequest> = fc.record({
    at: fc
      .tuple(fc.constantFrom('01', '02'), fc.integer({ min: 10, max: 59 }))
      .map(([day, minute]) => `${day}T10:${minute}`),
    session: fc.constantFrom('s1', 's2', 's3', 's4'),
    model: fc.constantFrom('claude-opus-5', 'claude-opus-4-6', HAIKU, 'x', 'unpriced'),
    input: tokens,
    output: tokens,
    write5m: tokens,
    write1h: tokens,
    read: tokens,
    searches: fc.integer({ min: 0, max: 3 }),
    usage: fc.record({
      speed: fc.constantFrom('standard', 'fast'),
      service_tier: fc.constantFrom('standard', 'batch'),
    }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(given, { minLength: 2, maxLength: 60 }), async (requests) => {
      using db = await openMetricsDb({ prices: PRICES });
      const lines = requests.map((each) => {
        const cwd = `/work/${each.session === 's1' ? 'shop' : each.session === 's2' ? 'docs' : 'site'}`;
        return `${JSON.stringify(request({ ...each, cwd }))}\n`;
      });
      await db.ingestEvents(
        'projects/-p/a.jsonl',
        parseTranscript([new TextEncoder().encode(lines.join(''))]),
      );
      const { metrics } = await db.compute({
        period: SECOND,
        timezone: 'UTC',
        now: new Date('2026-04-10T00:00:00Z'),
        metrics: [cost, whatChanged],
      });
      const { value, rows } = metrics['what-changed'] as Measured;
      const { value: now = null, previous = null } = metrics['cost'] ?? {};
      if (now === null || previous === null) {
        expect(value).toBeNull();
        return;
      }
      expect(value).toBe(now - previous);
      const sum = (only: (row: Rows[number]) => boolean) =>
        rows.filter(only).reduce((total, row) => total + Number(row['contribution_usd']), 0);
      expect(sum((row) => row['scope'] === 'all')).toBeCloseTo(now - previous, 9);
      expect(sum((row) => row['scope'] === 'sessions')).toBeCloseTo(now - previous, 9);
      expect(sum((row) => row['scope'] === 'project')).toBeCloseTo(now - previous, 9);
      const all = rows.filter((row) => row['scope'] === 'all');
      expect(all.length).toBe(11);
      // Of one project, volume and mix are one.
      const merged = (row: Rows[number]) =>
        row['mechanism'] === 'project_mix' ? 'volume' : row['mechanism'];
      for (const mechanism of new Set(all.map(merged))) {
        const of = (scope: string) => sum((row) => row['scope'] === scope && merged(row) === mechanism);
        expect(of('project')).toBeCloseTo(of('all'), 9);
      }
      expect(rows.some((row) => row['scope'] === 'project' && row['mechanism'] === 'project_mix')).toBe(
        false,
      );
      const before = all.reduce((total, row) => total + Number(row['previous_usd']), 0);
      expect(before).toBeCloseTo(previous, 9);
    }),
    { seed: 7, numRuns: 12 },
  );
});

/** Model x: an output of 40,000 costs $1 on March 1, $2 after. */
const PRICES = `model,valid_from,valid_to,context_window,input,output,cache_write_5m,cache_write_1h,cache_read,long_over,long_input,long_output,long_cache_write_5m,long_cache_write_1h,long_cache_read,fast,us_region,batch,web_search_per_1000,source,checked_on
x,,2026-03-02,200000,5,25,6.25,10,0.5,,,,,,,2,1.1,0.5,10,here,2026-01-01
x,2026-03-02,,200000,10,50,12.5,20,1,,,,,,,2,1.1,0.5,10,here,2026-01-01
claude-opus-5,,,200000,5,25,6.25,10,0.5,,,,,,,2,1.1,0.5,10,here,2026-01-01
claude-haiku-4-5-20251001,,,200000,1,5,1.25,2,0.1,,,,,,,,,0.5,10,here,2026-01-01
claude-opus-4-6,,,1000000,5,25,6.25,10,0.5,200000,10,37.5,12.5,20,1,6,1.1,0.5,10,here,2026-01-01
`;
