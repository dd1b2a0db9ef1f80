import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { costExplainedBy } from './cost-explained-by.js';

const shop = { more: { gitBranch: 'main' } };
const blog = { cwd: '/work/blog', model: 'claude-haiku-4-5-20251001', more: { gitBranch: 'main' } };
const given = [
  // $0.625: 100,000 written at $6.25 a million, $0.05 of it the price of reading them.
  request({ at: '01T10:00', session: 's1', write5m: 100_000, ...shop }),
  // $0.675: the same again after six idle minutes, and 2,000 of output at $25.
  request({ at: '01T10:06', session: 's1', write5m: 100_000, output: 2_000, ...shop }),
  // Haiku, $0.125: a fifth of the price.
  request({ at: '01T11:00', session: 's2', write5m: 100_000, ...blog }),
];

test('every dimension sums to the cost, by part and cause; one branch name of two projects is two branches', async () => {
  const { of } = await compute([given]);
  const { value, rows } = of(costExplainedBy);
  expect(value).toBe(1.425);
  const shown = (dimension: string) =>
    rows
      .filter((row) => row['dimension'] === dimension)
      .map((row) => [row['name'], row['project'], row['part'], row['cause'], row['cost_usd']]);
  const ofShop = (name: string, project: string | null) => [
    [name, project, 'base_built', 'session_start', 0.575],
    [name, project, 'base_built', 'ttl_expiry', 0.575],
    [name, project, 'base_carried', null, 0.1],
    [name, project, 'output', null, 0.05],
  ];
  const ofBlog = (name: string, project: string | null) => [
    [name, project, 'base_built', 'session_start', 0.115],
    [name, project, 'base_carried', null, 0.01],
  ];
  expect(shown('session')).toEqual([...ofShop('s1', null), ...ofBlog('s2', null)]);
  expect(shown('project')).toEqual([...ofBlog('blog', null), ...ofShop('shop', null)]);
  expect(shown('branch')).toEqual([...ofBlog('main', 'blog'), ...ofShop('main', 'shop')]);
  expect(shown('model')).toEqual([
    ...ofBlog('claude-haiku-4-5-20251001', null),
    ...ofShop('claude-opus-5', null),
  ]);
});

test('what has no price has no parts', async () => {
  const unpriced = request({ at: '01T10:00', session: 's3', input: 100_000, model: 'gpt-x' });
  const { of } = await compute([[...given, unpriced]]);
  expect(of(costExplainedBy)).toMatchObject({ value: 1.425, lowerBound: true });
  expect(of(costExplainedBy).rows.filter((row) => row['name'] === 's3')).toEqual([]);
});

test('requests that cost nothing: $0, and no part', async () => {
  const { of } = await compute([[request({ at: '01T10:00' })]]);
  expect(of(costExplainedBy)).toMatchObject({ value: 0, rows: [] });
});

test('the 2,000 costliest sessions have rows of their own, the others share one', async () => {
  // Of $0.001 and more: 2,002 sessions that differ by one token; output costs $25 a million.
  const sessions = Array.from({ length: 2_002 }, (_, index) =>
    request({ at: '01T10:00', session: `s${index}`, output: 40 + index }),
  );
  const rows = (await compute([sessions], { metrics: [costExplainedBy] }))
    .of(costExplainedBy)
    .rows.filter((row) => row['dimension'] === 'session');
  expect(rows).toHaveLength(2_001);
  // 40 and 41 tokens.
  expect(rows.filter((row) => row['name'] === null).map((row) => row['cost_usd'])).toEqual([0.002025]);
});
