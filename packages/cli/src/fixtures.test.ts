import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MetricsResult } from '@cc-report/metrics';
import { renderReport } from '@cc-report/report';
import { beforeAll, describe, expect, test } from 'vitest';
import { main } from './main.js';
import { fakeEffects } from './testing/fake-effects.js';

/** What a person added up by hand, from the rules alone. */
interface Case {
  readonly idea: string;
  readonly args: readonly string[];
  readonly facts: Readonly<Record<string, unknown>> & { readonly coverage?: object };
  readonly previous?: Readonly<Record<string, number | null>>;
  readonly lowerBound?: Readonly<Record<string, boolean>>;
  readonly rows?: Readonly<Record<string, readonly object[]>>;
  readonly rowCounts?: Readonly<Record<string, number>>;
}

/** Rows that tell of most mistakes. */
const ALWAYS_SHOWN = ['cost', 'cost-explained', 'daily-usage', 'session-usage', 'tool-calls', 'cache-misses'];
const CASES = fileURLToPath(new URL('../../../fixtures/cases/', import.meta.url));

async function run(name: string, args: readonly string[]): Promise<MetricsResult> {
  const { effects, stdout, stderr } = fakeEffects();
  const all = [...args, '--claude-dir', `${CASES}${name}`, '--no-store', '--format', 'json'];
  expect(await main(all, effects), stderr()).toBe(0);
  return JSON.parse(stdout()) as MetricsResult;
}

describe.each(readdirSync(CASES).sort())('%s', (name) => {
  const given = JSON.parse(readFileSync(`${CASES}${name}/case.json`, 'utf8')) as Case;
  let result: MetricsResult;
  beforeAll(async () => {
    result = await run(name, given.args);
  });

  test(given.idea, async () => {
    const { coverage = {}, ...facts } = given.facts;
    const pick = (from: 'value' | 'previous' | 'lowerBound', ids: object = {}) =>
      Object.fromEntries(Object.keys(ids).map((id) => [id, result.metrics[id]?.[from]]));

    expect(pick('value', facts)).toEqual(facts);
    expect(result.coverage).toMatchObject(coverage);
    expect(pick('previous', given.previous)).toEqual(given.previous ?? {});
    expect(pick('lowerBound', given.lowerBound)).toEqual(given.lowerBound ?? {});
    for (const [id, rows] of Object.entries(given.rows ?? {})) {
      for (const row of rows) expect(result.metrics[id]?.rows).toContainEqual(expect.objectContaining(row));
    }
    for (const [id, count] of Object.entries(given.rowCounts ?? {})) {
      expect(result.metrics[id]?.rows, id).toHaveLength(count);
    }
    const about = [...ALWAYS_SHOWN, ...Object.keys(given.rows ?? {}), ...Object.keys(given.rowCounts ?? {})];
    await expect(figures(result, new Set(about))).toMatchFileSnapshot(`${CASES}${name}/expected.json`);
  });

  test('the page from the JSON is the page of the run, and its bytes are stable', async () => {
    const { effects, stdout } = fakeEffects({ timezone: 'Asia/Tokyo' });
    const html = ['--claude-dir', `${CASES}${name}`, '--no-store', '--out', '-'];
    expect(await main([...given.args, ...html], effects)).toBe(0);
    expect(stdout()).toBe(await renderReport(result));
  });
});

/**
 * What a reviewer has to look at, without the definitions, which are the same in every case: the value of each
 * metric that has one, and the rows of those the case is about, a row a line.
 */
function figures(result: MetricsResult, about: ReadonlySet<string>): string {
  const { period, previous, coverage } = result;
  const metrics = Object.entries(result.metrics).flatMap(
    ([id, { value, previous: before, lowerBound, rows }]) => {
      if (value === null && before === null) return [];
      const shown = about.has(id) ? rows.filter(isTelling).map((row) => `   ${JSON.stringify(row)}`) : [];
      const figure = JSON.stringify([value, before, ...(lowerBound ? ['lower bound'] : [])]);
      return [`  ${JSON.stringify(id)}: [${figure}${shown.map((row) => `,\n${row}`).join('')}]`];
    },
  );
  return `{
 "period": ${JSON.stringify(period)},
 "previous": ${JSON.stringify(previous)},
 "coverage": ${JSON.stringify(coverage)},
 "metrics": {
${metrics.join(',\n')}
 }
}
`;
}

/** A series holds every day of a month: days on which only a running total stands are left out. */
function isTelling(row: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(row).some(
    ([name, value]) => typeof value === 'number' && value !== 0 && !name.includes('cumulative'),
  );
}
