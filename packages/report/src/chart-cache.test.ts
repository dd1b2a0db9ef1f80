import { expect, test, vi } from 'vitest';
import { renderReport } from './render-report.js';
import { stateResult } from './testing/states.js';

function cacheOf(kept: Map<string, string>) {
  let drawn = 0;
  return {
    get: (key: string) => kept.get(key),
    set: (key: string, chart: string) => {
      drawn += 1;
      kept.set(key, chart);
    },
    drawn: () => drawn,
  };
}

test('the cache changes no byte, a second run draws nothing and does not load Vega', async () => {
  const kept = new Map<string, string>();
  const result = stateResult('month');
  const html = await renderReport(result);
  const cold = cacheOf(kept);
  expect(await renderReport(result, { cache: cold })).toBe(html);
  expect(cold.drawn()).toBe(kept.size);
  expect(kept.size).toBeGreaterThan(12);

  for (const name of ['vega', 'vega-lite']) {
    vi.doMock(name, () => {
      throw new Error(`${name} was loaded`);
    });
  }
  const warm = cacheOf(kept);
  expect(await renderReport(result, { cache: warm })).toBe(html);
  expect(warm.drawn()).toBe(0);
  await expect(renderReport(result)).rejects.toMatchObject({ code: 'chart-failed' });
  vi.doUnmock('vega');
  vi.doUnmock('vega-lite');
});

test('an entry that is not what was put there is drawn again', async () => {
  const kept = new Map<string, string>();
  const result = stateResult('one-day');
  const html = await renderReport(result, { cache: cacheOf(kept) });
  for (const [key, entry] of kept) {
    for (const broken of [
      '',
      'null',
      entry.slice(0, -1),
      entry.replace('<svg', '<img'),
      `${entry.slice(0, 64)} {}`,
    ]) {
      kept.set(key, broken);
    }
    const cache = cacheOf(kept);
    expect(await renderReport(result, { cache })).toBe(html);
    expect(cache.drawn()).toBe(1);
  }
});
