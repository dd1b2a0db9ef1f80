import { parseTranscript } from '@cc-report/parser';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openMetricsDb } from '../metrics-db.js';
import type { MetricsResult } from '../metrics-result.js';
import type { PeriodRequest } from '../period.js';
import { request } from '../testing/given.js';

const HOUR_MS = 3_600_000;
const moment = fc.record({
  minutes: fc.integer({ min: 0, max: 3 * 24 * 60 }),
  session: fc.constantFrom('s1', 's2', 's3'),
  model: fc.constantFrom('claude-opus-5', 'claude-sonnet-5', 'claude-haiku-4-5-20251001'),
  input: fc.integer({ min: 0, max: 50_000 }),
  output: fc.integer({ min: 0, max: 5_000 }),
  write5m: fc.integer({ min: 0, max: 50_000 }),
  read: fc.integer({ min: 0, max: 200_000 }),
});

type Cells = Readonly<Record<string, unknown>>;
const sum = (result: MetricsResult, id: string, column = 'cost_usd', only = (_: Cells) => true) =>
  (result.metrics[id]?.rows ?? []).filter(only).reduce((total, row) => total + Number(row[column]), 0);

/** A zone, a day on which its clocks change, the hours of the day, when it begins, and its steps of a time that clocks show twice. */
test.each([
  // In spring and in autumn at one o'clock UTC.
  ['Europe/Berlin', '2026-03-29', 23, '2026-03-28T23:00Z', []],
  ['Europe/Berlin', '2026-10-25', 25, '2026-10-24T22:00Z', ['02:00+02:00', '02:00+01:00']],
  ['America/New_York', '2026-03-08', 23, '2026-03-08T05:00Z', []],
  ['America/New_York', '2026-11-01', 25, '2026-11-01T04:00Z', ['01:00-04:00', '01:00-05:00']],
  // The south has its autumn in April; most of the day is another one in UTC.
  ['Australia/Sydney', '2026-10-04', 23, '2026-10-03T14:00Z', []],
  ['Australia/Sydney', '2026-04-05', 25, '2026-04-04T13:00Z', ['02:00+11:00', '02:00+10:00']],
  // Half an hour.
  ['Australia/Lord_Howe', '2026-04-05', 24.5, '2026-04-04T13:00Z', ['01:30+10:30']],
  // Clocks go from midnight to one, and back from midnight to eleven the evening before.
  ['Asia/Beirut', '2026-03-29', 23, '2026-03-28T22:00Z', []],
  ['Asia/Beirut', '2026-10-24', 25, '2026-10-23T21:00Z', ['23:00+03:00', '23:00+02:00']],
] as const)(
  '%s, %s, a day of %d hours: hours, days, the month, sessions, models, projects, token classes and parts all sum to the cost',
  async (timezone, day, hours, start, repeated) => {
    const startMs = Date.parse(start);
    const changeMs = startMs - 24 * HOUR_MS;
    await fc.assert(
      fc.asyncProperty(
        fc.array(moment, { minLength: 1, maxLength: 60 }),
        // Between midnight and four, where clocks change, whatever else there is.
        fc.array(fc.integer({ min: 0, max: 4 * 60 - 1 }), { minLength: 4, maxLength: 12 }),
        async (moments, early) => {
          using db = await openMetricsDb();
          const given = [
            ...moments.map(({ minutes, ...tokens }) => ({ ms: changeMs + minutes * 60_000, tokens })),
            ...early.map((minutes) => ({
              ms: startMs + minutes * 60_000,
              tokens: { input: 1_000 + minutes },
            })),
          ];
          const lines = given.map(({ ms, tokens }) => {
            const more = { timestamp: new Date(ms).toISOString() };
            return `${JSON.stringify(request({ at: '01T00:00', ...tokens, more }))}\n`;
          });
          const text = new TextEncoder().encode(lines.join(''));
          await db.ingestEvents('projects/-p/a.jsonl', parseTranscript([text]));
          const compute = (period: PeriodRequest) =>
            db.compute({ period, timezone, now: new Date('2027-01-01T00:00:00Z') });

          const all = await compute({ kind: 'all' });
          const cost = all.metrics['cost']?.value ?? Number.NaN;
          expect(sum(all, 'cost')).toBeCloseTo(cost, 9);
          expect(sum(all, 'daily-usage')).toBeCloseTo(cost, 9);
          expect(sum(all, 'daily-rhythm')).toBeCloseTo(cost, 9);
          expect(sum(all, 'activity-heatmap')).toBeCloseTo(cost, 9);
          const active = all.metrics['active-time']?.value ?? 0;
          expect(sum(all, 'activity-heatmap', 'active_s')).toBeCloseTo(active, 9);
          expect(sum(all, 'five-hour-blocks')).toBeCloseTo(cost, 9);
          expect(sum(all, 'session-usage')).toBeCloseTo(cost, 9);
          expect(sum(all, 'session-days')).toBeCloseTo(cost, 9);
          expect(sum(all, 'cost-by-project')).toBeCloseTo(cost, 9);
          for (const id of ['cost-by-model', 'cost-by-token-class'])
            expect(sum(all, id, 'cost_usd', ({ time }) => time === null)).toBeCloseTo(cost, 9);
          expect(sum(all, 'cost-explained', 'cost_usd', (row) => row['day'] === null)).toBeCloseTo(cost, 9);
          for (const dimension of ['session', 'project', 'branch', 'model']) {
            const of = (row: Cells) => row['dimension'] === dimension;
            expect(sum(all, 'cost-explained-by', 'cost_usd', of)).toBeCloseTo(cost, 9);
          }

          // The window has these days, in every zone.
          let days = 0;
          const start = new Date(`${day}T00:00Z`).getTime();
          for (const away of [-2, -1, 0, 1, 2]) {
            const since = new Date(start + away * 24 * HOUR_MS).toISOString().slice(0, 10);
            const one = await compute({ kind: 'range', since, until: since });
            const ofDay = one.metrics['cost']?.value ?? 0;
            days += ofDay;
            expect(sum(one, 'cost')).toBeCloseTo(ofDay, 9);
            for (const id of ['cost-by-model', 'cost-by-token-class'])
              expect(sum(one, id, 'cost_usd', ({ time }) => time !== null)).toBeCloseTo(ofDay, 9);
            expect(sum(one, 'session-days')).toBeCloseTo(ofDay, 9);
            if (since !== day) continue;
            const inDay = given.filter(({ ms }) => ms >= startMs && ms < startMs + hours * HOUR_MS);
            expect(one.metrics['requests']?.value).toBe(inDay.length);
            const times = (one.metrics['cost']?.rows ?? []).map((row) => String(row['time']));
            expect(times).toHaveLength(Math.ceil(hours));
            expect(new Set(times).size).toBe(times.length);
            expect(times.filter((time) => time.length > 16)).toEqual(
              repeated.map((time) => `${day}T${time}`),
            );
            // Hour by hour, counted here by milliseconds since the day began.
            const rows = one.metrics['requests']?.rows ?? [];
            expect(rows.map((row) => row['requests'])).toEqual(
              times.map(
                (_, hour) => inDay.filter(({ ms }) => Math.floor((ms - startMs) / HOUR_MS) === hour).length,
              ),
            );
          }
          expect(days).toBeCloseTo(cost, 9);

          // A month, or the two that the window lies in.
          const months = [
            ...new Set(
              [-3, 3].map((away) => new Date(start + away * 24 * HOUR_MS).toISOString().slice(0, 7)),
            ),
          ];
          let ofMonths = 0;
          for (const month of months)
            ofMonths += (await compute({ kind: 'month', month })).metrics['cost']?.value ?? 0;
          expect(ofMonths).toBeCloseTo(cost, 9);
        },
      ),
      { seed: 7, numRuns: 1, endOnFailure: true },
    );
  },
);
