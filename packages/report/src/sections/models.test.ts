import { expect, test } from 'vitest';
import { priceTableDate } from '../coverage-facts.js';
import { sectionContext } from '../section.js';
import { lines, sentences } from '../testing/cards.js';
import { patchMetrics } from '../testing/patch-metric.js';
import { stateResult } from '../testing/states.js';
import { modelsSection } from './models.js';
import { methodSection, qualitySection } from './quality.js';
import { sessionsSection } from './sessions.js';

test('the model whose requests cost most, and what small work would cost elsewhere', async () => {
  const said = await sentences(modelsSection, {
    cost: { value: 400 },
    'model-efficiency': {
      rows: [
        { model: 'claude-opus-4-5-20251101', request_usd: 0.138, output_1k_usd: 0.19 },
        { model: 'claude-haiku-4-5-20251001', request_usd: 0.21, output_1k_usd: 0.05 },
      ],
    },
    'reprice-savings': { value: 6 },
  });
  expect(said).toMatchObject({
    'What a model’s work costs': 'A request of Haiku 4.5 costs most: $0.21 on average',
    'Small work on Haiku 4.5': 'At most $6.00 (1.5%) less on a small model',
    'Input equivalents': '',
  });
});

test('what if: each by itself, together as the ledger counts it, and what was tried on past sessions', async () => {
  const patches = {
    cost: { value: 400 },
    'savings-ledger': {
      value: 60,
      rows: [
        { step: 'avoidable_cold_cache', cause: 'ttl_expiry', cost_usd: 30 },
        { step: 'carry_above_restart', cause: 'late_restart', cost_usd: 20 },
        { step: 'reprice', cause: 'small_turn', cost_usd: 10 },
      ],
    },
    'reprice-savings': { value: 16 },
    'restart-backtest': {
      value: 12,
      rows: [
        { policy: 'never', cost_usd: 240 },
        { policy: 'advice', cost_usd: 228 },
      ],
    },
    'cache-lifetime': {
      value: -3,
      rows: [
        { policy: 'never change', cost_usd: 250 },
        { policy: 'advice', lifetime: 'five minutes' },
      ],
    },
  };
  expect((await sentences(modelsSection, patches))['What if']).toBe(
    'Together they would have saved $60 (15%) in hindsight',
  );
  expect(await lines(modelsSection, 'What if', patches)).toEqual([
    'No avoidable cache misses | $400 | $370 | $30.00 | 8%',
    'Restarts once they pay | $400 | $380 | $20.00 | 5%',
    'Small work on Haiku 4.5 | $400 | $384 | $16.00 | 4.0%',
    // Not 66: of what small work would save, the misses have taken a part.
    'These together | $400 | $340 | $60.00 | 15%',
    'Past: advised restarts | $240 | $228 | $12.00 | 5%',
    'Past: 5-minute cache | $250 | $253 | −$3.00 | −1.2%',
  ]);
  const { cards } = await modelsSection(sectionContext(patchMetrics(stateResult('month'), patches)));
  const figure = cards.find((card) => card.figure?.id === 'savings-ledger')?.figure;
  expect(figure?.subtitle).toContain('Together counts each dollar once; one by one they are $66.00');
  expect(figure?.label).toContain(
    'Past: advised restarts: −$12 of $240; Past: 5-minute cache: +$3.00 of $250.',
  );
});

test('what is not counted', async () => {
  const said = await sentences(qualitySection, {
    'unobserved-cost': {
      value: 8.16,
      rows: [
        { source: 'compaction', session_id: null, events: 21, low_usd: 8.16, high_usd: 48.08 },
        { source: 'cost-state', session_id: null, events: 1, recorded_usd: 12.4, computed_usd: 12.1 },
        { source: 'cost-state', session_id: '6c9847ba', events: 1, recorded_usd: 12.4, computed_usd: 12.1 },
      ],
    },
  });
  expect(said).toEqual({
    'Cost that no transcript shows': 'Compactions probably cost another $8.16 to $48',
    'Against what Claude Code recorded itself': 'Claude Code recorded $12 where this report computes $12',
  });
});

test('versions made requests that are counted: they stand with the method', async () => {
  expect(await sentences(methodSection, { versions: { value: 10 } })).toEqual({
    'Versions of Claude Code': '10 versions made requests',
  });
});

test('a price table newer than the transcripts says so', () => {
  const { coverage } = stateResult('month');
  expect(priceTableDate({ ...coverage, lastDay: '2026-10-23', pricesAsOf: '2026-11-22' })).toBe(
    'price table of Nov 22, 2026, newer than these data',
  );
  expect(priceTableDate({ ...coverage, lastDay: null })).toBe('price table of Nov 20, 2026');
});

test('the costliest session, its grade, and why', async () => {
  const session = { session_id: '806ff40c-d20c', project: 'web-app', cost_usd: 43.88, grade: 'D', score: 55 };
  const said = await sentences(sessionsSection, {
    'session-usage': { rows: [session, { ...session, session_id: 'b', cost_usd: 1, grade: 'A' }] },
    'grade-deductions': {
      rows: [
        { session_id: '806ff40c-d20c', deduction: 'carried history', points: 26.98, cost_usd: 15.79 },
        { session_id: '806ff40c-d20c', deduction: 'tool errors', points: 12.1, cost_usd: 0.3 },
      ],
    },
    'session-explained': {
      rows: [
        {
          session_id: '806ff40c-d20c',
          lost_carry: 26.98,
          lost_avoidable: 0.4,
          lost_errors: 12.1,
          lost_stops: 6,
        },
      ],
    },
    'context-fill': { value: 2 },
  });
  expect(said).toMatchObject({
    'Why grades are lost':
      'The costliest session, 806ff40c ($43.88), is graded D with 55 of 100: carried history −27 ($15.79); tool errors −12 ($0.30); interruptions and rejections −6',
    'Nearly full sessions': '2 sessions came over 85% of the context window',
  });
});

test('of a costliest session with an A, what it lost all the same', async () => {
  const session = { session_id: '64149bfa-1', project: 'web-app', cost_usd: 18.59, grade: 'A', score: 94 };
  const lost = { deduction: 'avoidable cache misses', points: 4.4, cost_usd: 1.18 };
  const ids = ['64149bfa-1', 'b', 'c'];
  const said = await sentences(sessionsSection, {
    'session-usage': {
      rows: [
        session,
        { ...session, session_id: 'b', cost_usd: 2 },
        { ...session, session_id: 'c', cost_usd: 1, grade: 'B' },
      ],
    },
    'grade-deductions': { rows: ids.map((session_id) => ({ ...lost, session_id })) },
    'session-explained': { rows: ids.map((session_id) => ({ session_id, lost_avoidable: 4.4 })) },
  });
  expect(said['Why grades are lost']).toBe(
    'The costliest session, 64149bfa ($18.59), is graded A with 94 of 100: avoidable cache misses −4 ($1.18)',
  );
});
