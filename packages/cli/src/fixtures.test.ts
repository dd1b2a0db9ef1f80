import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MetricsResult } from '@cc-report/metrics';
import { renderReport } from '@cc-report/report';
import { describe, expect, test } from 'vitest';
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

const CASES = fileURLToPath(new URL('../../../fixtures/cases/', import.meta.url));

async function run(name: string, args: readonly string[]): Promise<MetricsResult> {
  const { effects, stdout, stderr } = fakeEffects();
  const all = [...args, '--claude-dir', `${CASES}${name}`, '--no-store', '--format', 'json'];
  expect(await main(all, effects), stderr()).toBe(0);
  return JSON.parse(stdout()) as MetricsResult;
}

describe.each(readdirSync(CASES).sort())('%s', (name) => {
  const given = JSON.parse(readFileSync(`${CASES}${name}/case.json`, 'utf8')) as Case;

  test(given.idea, async () => {
    const result = await run(name, given.args);
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
    await expect(figures(result)).toMatchFileSnapshot(`${CASES}${name}/expected.json`);
  });

  test('the page from the JSON is the page of the run, and its bytes are stable', async () => {
    const { effects, stdout } = fakeEffects({ timezone: 'Asia/Tokyo' });
    const html = ['--claude-dir', `${CASES}${name}`, '--no-store', '--out', '-'];
    expect(await main([...given.args, ...html], effects)).toBe(0);
    expect(stdout()).toBe(await renderReport(await run(name, given.args)));
  });
});

/** The result without the definitions, which are the same in every case: what a reviewer has to look at. */
function figures(result: MetricsResult): string {
  const metrics = Object.fromEntries(
    Object.entries(result.metrics).map(([id, { value, previous, lowerBound, rows }]) => [
      id,
      { value, previous, ...(lowerBound ? { lowerBound } : {}), rows: rows.filter(isNotEmpty) },
    ]),
  );
  return `${JSON.stringify({ period: result.period, previous: result.previous, coverage: result.coverage, metrics }, null, 1)}\n`;
}

/** A series holds every day of a month; days without anything are left out of the golden file. */
function isNotEmpty(row: Readonly<Record<string, unknown>>): boolean {
  return Object.values(row).some((value) => typeof value === 'number' && value !== 0);
}
