import { expect, test } from 'vitest';
import { renderSummary } from './render-summary.js';
import { patchMetrics } from './testing/patch-metric.js';
import { stateResult } from './testing/states.js';

test('the answer in one line, to the cent', () => {
  const result = patchMetrics(stateResult('finished-month'), {
    cost: { value: 341.136, previous: 304.6 },
    requests: { value: 2345 },
    sessions: { value: 78 },
  });
  expect(renderSummary(result)).toBe(
    'You spent $341.14 in August 2026 on 2,345 requests in 78 sessions, 12% more than in July.',
  );
});

test('lower bounds, unknown prices, no requests, one session, demo data', () => {
  expect(renderSummary(stateResult('lower-bound'))).toBe(
    'You spent ≥ $467.22 so far in November 2026 on 4,249 requests in 152 sessions, about 33% more than by this day in October.',
  );
  expect(renderSummary(stateResult('only-unpriced'))).toBe(
    'You made 358 requests in 14 sessions so far in November 2026; what they cost is not known.',
  );
  expect(renderSummary(stateResult('no-requests'))).toBe(
    'No Claude Code activity between Nov 1 and Nov 21, 2026.',
  );
  expect(renderSummary(stateResult('one-session'))).toBe(
    'You spent $0.27 so far in November 2026 on 26 requests in 1 session.',
  );
  expect(renderSummary(stateResult('demo'))).toMatch(/\(demo data\)$/);
});
