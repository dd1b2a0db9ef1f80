import { expect, test } from 'vitest';
import { compute, request, toolResult } from '../../testing/given.js';
import { gradeDeductions } from './grade-deductions.js';

const metrics = [gradeDeductions];

test('three of five requests did nothing but fail, 100,000 tokens expired twice: the two largest, in dollars', async () => {
  const tools = (id: string) => [[id, 'Bash']] as const;
  const { of } = await compute(
    [
      [
        // $0.625 + 0.025, base 100,000.
        request({ at: '01T10:00', write5m: 100_000, output: 1_000 }),
        // Expired: $0.625 + 0.025 each, of which 0.575 avoidable; both also fail.
        request({ at: '01T10:10', write5m: 100_000, output: 1_000, tools: tools('t1') }),
        toolResult('t1', '01T10:11', {}, true, 'Exit code 1'),
        request({ at: '01T10:20', write5m: 100_000, output: 1_000, tools: tools('t2') }),
        toolResult('t2', '01T10:21', {}, true, 'Exit code 1'),
        // $0.05 + 0.025 each.
        request({ at: '01T10:22', read: 100_000, output: 1_000, tools: tools('t3') }),
        toolResult('t3', '01T10:23', {}, true, 'Exit code 1'),
        request({ at: '01T10:24', read: 100_000, output: 1_000, tools: tools('t4') }),
        toolResult('t4', '01T10:25'),
      ],
    ],
    { metrics },
  );
  // 3 × 0.65 + 2 × 0.075 = 2.10. Failed: 0.65 + 0.65 + 0.075. Avoidable 1.15 − 2 % of 2.10.
  const rows = of(gradeDeductions).rows;
  expect(rows.map((row) => row['deduction'])).toEqual(['tool errors', 'avoidable cache misses']);
  expect(rows[0]?.['cost_usd']).toBeCloseTo(1.375, 10);
  expect(rows[1]?.['cost_usd']).toBeCloseTo(1.108, 10);
  // Weights 30 + 25 + 20 + 15: there is no turn to interrupt.
  expect(rows[0]?.['points']).toBeCloseTo((20 * 100) / 90, 10);
  expect(rows[1]?.['points']).toBeCloseTo((25 * 100) / 90, 10);
  expect(of(gradeDeductions).value).toBeCloseTo(1.375, 10);
});

test('history carried for $0.99 of $1.6805: what is above 20 %; and the rest above three times the output', async () => {
  const { of } = await compute(
    [
      [
        // Base 1,000; then 20 requests carry 99,000 tokens at 0.50 per million. $0.0025 of output each.
        request({ at: '01T10:00', write5m: 1_000, output: 100 }),
        request({ at: '01T10:01', read: 1_000, write5m: 99_000, output: 100 }),
        ...Array.from({ length: 20 }, (_, i) =>
          request({ at: `01T10:${i + 10}`, read: 100_000, output: 100 }),
        ),
      ],
    ],
    { metrics },
  );
  const rows = of(gradeDeductions).rows;
  expect(rows.map((row) => row['deduction'])).toEqual(['cost per output', 'carried history']);
  expect(rows[1]?.['cost_usd']).toBeCloseTo(0.99 - 0.3361, 10);
  expect(rows[0]?.['cost_usd']).toBeCloseTo(1.6805 - 3 * 0.055 - 0.6539, 10);
});

test('one of ten tool calls failed: an A has lost points too', async () => {
  const records = Array.from({ length: 5 }, (_, i) => [
    request({
      at: `01T10:0${i}`,
      output: 1_000,
      tools: [
        [`a${i}`, 'Bash'],
        [`b${i}`, 'Bash'],
      ],
    }),
    toolResult(`a${i}`, `01T10:0${i}`, {}, i === 0, 'Exit code 1'),
    toolResult(`b${i}`, `01T10:0${i}`),
  ]).flat();
  const { of } = await compute([records], { metrics });
  // 3 % pass, 20 % lose all 20 of 90 points: 10 % lose 7 / 17 of them. No request did nothing but fail.
  expect(of(gradeDeductions).rows).toMatchObject([{ deduction: 'tool errors', cost_usd: 0 }]);
  expect(of(gradeDeductions).rows[0]?.['points']).toBeCloseTo((20 / 90) * (7 / 17) * 100, 10);
});

test('a session that lost no points has no deductions to show: $0; without a grade there is nothing to deduct from', async () => {
  const records = Array.from({ length: 5 }, (_, i) => request({ at: `01T10:0${i}`, output: 1_000 }));
  expect((await compute([records], { metrics })).of(gradeDeductions)).toMatchObject({ value: 0, rows: [] });
  expect((await compute([records.slice(1)], { metrics })).of(gradeDeductions).value).toBeNull();
});
