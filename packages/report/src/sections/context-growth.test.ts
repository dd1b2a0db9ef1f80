import { expect, test } from 'vitest';
import type { Row } from '../reading.js';
import { sectionContext } from '../section.js';
import { lines, sentences } from '../testing/cards.js';
import { patchMetrics } from '../testing/patch-metric.js';
import { stateResult } from '../testing/states.js';
import { contextSection } from './context.js';
import { growthFigure, thinned } from './context-growth.js';

const NAME = 'Context of the costliest sessions';
const point = (session_id: string, request: number, context_tokens: number, compaction = false): Row => ({
  session_id,
  request,
  at_s: request,
  context_tokens,
  base_tokens: 20_000,
  cumulative_usd: 1,
  compaction,
});
const used = (session_id: string, cost_usd: number | null, compactions = 0) => ({
  session_id,
  project: 'web-app',
  cost_usd,
  compactions,
});
const patches = {
  'session-usage': { rows: [used('aaaaaaaa-1', 43.88, 1), used('bbbbbbbb-2', 12.5), used('cccccccc-3', 9)] },
  'session-timeline': {
    rows: [
      point('aaaaaaaa-1', 1, 20_000),
      point('aaaaaaaa-1', 40, 180_000),
      point('aaaaaaaa-1', 41, 30_000, true),
      point('bbbbbbbb-2', 1, 20_000),
      point('bbbbbbbb-2', 5, 24_000),
      point('bbbbbbbb-2', 9, 28_000),
      // Two points draw no line.
      point('cccccccc-3', 1, 20_000),
      point('cccccccc-3', 2, 21_000),
    ],
  },
};

test('the costliest sessions side by side: base, largest context, compactions', async () => {
  expect((await sentences(contextSection, patches))[NAME]).toBe(
    'The costliest session grew from 20K to 180K tokens',
  );
  expect(await lines(contextSection, NAME, patches)).toEqual([
    'aaaaaaaa, $43.88 | web-app | 41 | 20K | 180K | 1',
    'bbbbbbbb, $12.50 | web-app | 9 | 20K | 28K | 0',
  ]);
  const [draft] = growthFigure(sectionContext(patchMetrics(stateResult('month'), patches)));
  expect(draft?.figure?.label).toBe(
    'Context by request of 2 sessions. aaaaaaaa, $43.88: from a base of 20K to 180K tokens, 1 compaction; bbbbbbbb, $12.50: from a base of 20K to 28K tokens, 0 compactions.',
  );
});

test('each area has the points of its own session only: nothing is filled in at the requests of others', async () => {
  const { cards } = await contextSection(sectionContext(patchMetrics(stateResult('month'), patches)));
  const svg = cards.find(({ figure }) => figure?.id === 'session-timeline-costliest')?.figure?.wide ?? '';
  const areas = [...svg.matchAll(/<path d="([^"]*)Z" fill="var\(--accent\)"/g)].map(([, path = '']) => path);
  // Three points above, the same three on the axis.
  expect(areas.map((path) => path.match(/[A-Za-z]/g)?.length)).toEqual([6, 6]);
  // One dashed line for each session, not one for each request.
  const dashed = [...svg.matchAll(/<path d="([^"]*)"[^>]*stroke-dasharray/g)].map(([, path = '']) => path);
  expect(dashed.map((path) => path.match(/M/g)?.length)).toEqual([1, 1]);
});

test('a single session, or none with a price, has no row of charts', () => {
  expect(growthFigure(sectionContext(stateResult('one-session')))).toEqual([]);
  expect(growthFigure(sectionContext(stateResult('only-unpriced')))).toEqual([]);
});

test('of 64 points 22 are drawn; compactions, the points before them and the largest are never dropped', () => {
  const line = Array.from({ length: 64 }, (_, index) =>
    point('s', index + 1, index === 30 ? 190_000 : 1_000 * index, index === 50 || index === 51),
  );
  const requests = thinned(line).map((row) => row['request']);
  expect(requests).toHaveLength(22);
  expect(requests).toEqual(expect.arrayContaining([1, 31, 50, 51, 52, 64]));
  // A line of compactions only stays whole.
  const folded = Array.from({ length: 60 }, (_, index) => point('s', index + 1, 1_000, true));
  expect(thinned(folded)).toHaveLength(60);
});

test('compactions are those of the session: some have no request after them, so no mark', async () => {
  const rows = [used('aaaaaaaa-1', 43.88, 3), used('bbbbbbbb-2', 12.5, 2)];
  const [draft] = growthFigure(
    sectionContext(patchMetrics(stateResult('month'), { ...patches, 'session-usage': { rows } })),
  );
  expect(draft?.figure?.subtitle).toContain('▼ compaction (4 of 5 without a mark)');
  expect(draft?.figure?.label).toContain('180K tokens, 3 compactions; bbbbbbbb, $12.50');
  expect(draft?.figure?.table.rows.map(({ cells }) => cells.at(-1)?.text)).toEqual(['3', '2']);
});

test('the costliest of all has too few requests: the sentence is about the costliest shown', async () => {
  const rows = [used('cccccccc-3', 99), ...patches['session-usage'].rows.slice(0, 2)];
  expect((await sentences(contextSection, { ...patches, 'session-usage': { rows } }))[NAME]).toBe(
    'The costliest shown grew from 20K to 180K tokens',
  );
});

test('two sessions whose ids begin alike and that cost the same have a chart each', async () => {
  const twins = {
    'session-usage': { rows: [used('aaaaaaaa-1', 5), used('aaaaaaaa-2', 5)] },
    'session-timeline': {
      rows: ['aaaaaaaa-1', 'aaaaaaaa-2'].flatMap((id) =>
        [1, 2, 3].map((request) => point(id, request, 20_000 * request)),
      ),
    },
  };
  const { cards } = await contextSection(sectionContext(patchMetrics(stateResult('month'), twins)));
  const svg = cards.find(({ figure }) => figure?.id === 'session-timeline-costliest')?.figure?.wide ?? '';
  expect(svg.match(/>aaaaaaaa, \$5\.00</g)).toHaveLength(2);
});
