import { expect, test } from 'vitest';
import { sectionContext } from '../section.js';
import { stateResult } from '../testing/states.js';
import { sectionsOf } from './index.js';
import { methodSection } from './quality.js';

test('the CSV of a table holds all rows of its metric, not only what is shown; of a join of three, what is shown', async () => {
  const context = sectionContext(stateResult('month'));
  const sections = [...(await sectionsOf(context)), await methodSection(context)];
  const tables = sections.flatMap(({ cards }) =>
    cards.flatMap(({ table }) => (table === null ? [] : [table])),
  );
  expect(tables.length).toBeGreaterThan(30);
  expect(tables.filter(({ metric }) => metric === '').map(({ title }) => title)).toEqual([
    'Shape of the context',
  ]);
});
