import { parseTranscript } from '@cc-report/parser';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openMetricsDb } from '../metrics-db.js';
import type { MetricsResult } from '../metrics-result.js';
import type { PeriodRequest } from '../period.js';
import { request } from '../testing/given.js';

const FROM = Date.UTC(2026, 2, 28, 12);
const moment = fc.record({
  minutes: fc.integer({ min: 0, max: 48 * 60 }),
  session: fc.constantFrom('s1', 's2', 's3'),
  model: fc.constantFrom('claude-opus-5', 'claude-sonnet-5', 'claude-haiku-4-5-20251001'),
  input: fc.integer({ min: 0, max: 50_000 }),
  output: fc.integer({ min: 0, max: 5_000 }),
  write5m: fc.integer({ min: 0, max: 50_000 }),
  read: fc.integer({ min: 0, max: 200_000 }),
});

const sum = (result: MetricsResult, id: string, column = 'cost_usd', only = (_: object) => true) =>
  (result.metrics[id]?.rows ?? []).filter(only).reduce((total, row) => total + Number(row[column]), 0);

// Clocks change on the 29th in Paris and Beirut (there at midnight), on the 8th in New York.
test.each(['Europe/Paris', 'Asia/Beirut', 'America/New_York'])(
  '%s: hours, days, the month, sessions, models, projects, token classes and parts all sum to the cost',
  async (timezone) => {
    await fc.assert(
      fc.asyncProperty(fc.array(moment, { minLength: 1, maxLength: 80 }), async (moments) => {
        using db = await openMetricsDb();
        const lines = moments.map(({ minutes, ...tokens }) => {
          const timestamp = new Date(FROM + minutes * 60_000).toISOString();
          return `${JSON.stringify(request({ at: '01T00:00', ...tokens, more: { timestamp } }))}\n`;
        });
        await db.ingestEvents(
          'projects/-p/a.jsonl',
          parseTranscript([new TextEncoder().encode(lines.join(''))]),
        );
        const compute = (period: PeriodRequest) =>
          db.compute({ period, timezone, now: new Date('2026-05-01T00:00:00Z') });

        const all = await compute({ kind: 'all' });
        const cost = all.metrics['cost']?.value ?? Number.NaN;
        const isPeriod = (row: object) => (row as { time?: unknown; day?: unknown }).time === null;
        expect(sum(all, 'cost')).toBeCloseTo(cost, 9);
        expect(sum(all, 'daily-usage')).toBeCloseTo(cost, 9);
        expect(sum(all, 'daily-rhythm')).toBeCloseTo(cost, 9);
        expect(sum(all, 'activity-heatmap')).toBeCloseTo(cost, 9);
        expect(sum(all, 'activity-heatmap', 'active_s')).toBeCloseTo(
          all.metrics['active-time']?.value ?? 0,
          9,
        );
        expect(sum(all, 'five-hour-blocks')).toBeCloseTo(cost, 9);
        expect(sum(all, 'session-usage')).toBeCloseTo(cost, 9);
        expect(sum(all, 'cost-by-project')).toBeCloseTo(cost, 9);
        expect(sum(all, 'cost-by-model', 'cost_usd', isPeriod)).toBeCloseTo(cost, 9);
        expect(sum(all, 'cost-by-token-class', 'cost_usd', isPeriod)).toBeCloseTo(cost, 9);
        expect(
          sum(all, 'cost-explained', 'cost_usd', (row) => (row as { day: unknown }).day === null),
        ).toBeCloseTo(cost, 9);

        const days = [];
        for (const day of ['2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31']) {
          const one = await compute({ kind: 'range', since: day, until: day });
          expect(sum(one, 'cost')).toBeCloseTo(one.metrics['cost']?.value ?? 0, 9);
          days.push(one.metrics['cost']?.value ?? 0);
        }
        expect(days.reduce((total, day) => total + day, 0)).toBeCloseTo(cost, 9);
        const march = await compute({ kind: 'month', month: '2026-03' });
        expect(march.metrics['cost']?.value).toBe(cost);
      }),
      { seed: 7, numRuns: 3 },
    );
  },
);
