import { expect, test } from 'vitest';
import { metrics } from '../metrics/index.js';
import { currentViews, identityViews, periodViews, threadViews } from './index.js';
import { neededViews } from './needed-views.js';

const macro = 'CREATE OR REPLACE MACRO usd(x) AS x;';
const view = (name: string, from: string) =>
  `-- A view.\nCREATE OR REPLACE TABLE derived.${name} AS\nSELECT * FROM ${from}`;

test('what a query names, and what that is made from', () => {
  const call = view('call', 'raw_call');
  const prompt = view('prompt', 'raw_prompt');
  const turn = view('turn', 'prompt JOIN raw_turn USING (line)');
  const needed = neededViews([macro, call, prompt, turn], ['SELECT count(*) FROM turn']);
  expect([...needed].sort()).toEqual([macro, turn, prompt].sort());
});

test('all metrics need all views', () => {
  const views = [...identityViews, ...threadViews, ...periodViews, ...currentViews];
  const queries = metrics.map(({ sql }) => sql);
  const unused = views.filter((sql) => !neededViews(views, [...queries, 'session_directory']).has(sql));
  expect(unused.map((sql) => sql.slice(0, 80))).toEqual([]);
});
