import type { MetricsResult, PeriodResult } from '@cc-report/metrics';
import { patchMetrics } from './patch-metric.js';
import { type SampleOptions, sampleResult } from './sample-result.js';

const AUGUST: Partial<PeriodResult> = {
  start: '2026-08-01T00:00:00+02:00',
  end: '2026-09-01T00:00:00+02:00',
  asOf: '2026-09-01T00:00:00+02:00',
  label: 'August 2026',
  dayNumber: 31,
  dayCount: 31,
};
const JULY = {
  start: '2026-07-01T00:00:00+02:00',
  end: '2026-08-01T00:00:00+02:00',
  asOf: '2026-08-01T00:00:00+02:00',
  recordedFrom: null,
};

/** Names that break pages which trust their data. */
export const HOSTILE_NAMES: readonly string[] = [
  '</script><img src=x onerror=alert(1)>',
  '</style></svg><script>alert(1)</script>',
  '{{x}}{{{y}}}{{> page}}',
  "$&$1$`$'",
  'line\u2028separator\u2029and\nnewline',
  '\u202eright to left\u202c \u200fשלום',
  '=HYPERLINK("http://example.com")',
  '"><svg/onload=alert(1)>',
  '__proto__',
  'x'.repeat(300),
  '<!--',
  '日本語のとても長いプロジェクト名',
];

const fableAndOlder = {
  'claude-opus-4-5-20251101': 5.2,
  'claude-opus-4-1-20250805': 4.8,
  'claude-opus-4-20250514': 4.1,
  'claude-sonnet-4-5-20250929': 2.4,
  'claude-sonnet-4-20250514': 2.1,
  'claude-3-7-sonnet-20250219': 1.9,
  'claude-haiku-4-5-20251001': 0.5,
  'claude-3-5-haiku-20241022': 0.4,
  'claude-fable-5': 3.3,
  'gpt-5.2-codex': 1.2,
  'glm-5': 0.9,
  'us.vendor.model-x-v1:0': 0.7,
};

const SAMPLES = {
  month: { options: { budgetUsd: 800 } },
  'finished-month': { period: AUGUST, previous: JULY },
  'lower-bound': { lowerBound: true, options: { budgetUsd: 400 } },
  'no-requests': { sessions: 0, coverage: { lastDay: '2026-08-30' } },
  'no-transcripts': {
    sessions: 0,
    coverage: {
      files: 0,
      lines: 0,
      recordLines: 0,
      blankLines: 0,
      bytes: 0,
      firstDay: null,
      lastDay: null,
      versions: {},
    },
  },
  'one-session': { sessions: 1 },
  'one-project': { projects: ['web-app'], sessions: 40 },
  'last-day': { period: { asOf: '2026-11-30T23:40:00+01:00', dayNumber: 30 } },
  'one-day': {
    sessions: 9,
    period: {
      start: '2026-11-03T00:00:00+01:00',
      end: '2026-11-04T00:00:00+01:00',
      asOf: '2026-11-03T16:20:00+01:00',
      label: '2026-11-03',
      kind: 'day',
      step: 'hour',
      dayNumber: 1,
      dayCount: 1,
    },
    previous: {
      start: '2026-11-02T00:00:00+01:00',
      end: '2026-11-03T00:00:00+01:00',
      asOf: '2026-11-02T16:20:00+01:00',
      recordedFrom: null,
    },
  },
  'last-hour': {
    sessions: 3,
    period: {
      start: '2026-11-21T22:40:00+01:00',
      end: '2026-11-21T23:40:00+01:00',
      asOf: '2026-11-21T23:40:00+01:00',
      label: 'last 1 hour',
      kind: 'last-hours',
      step: '2-minutes',
      dayNumber: 1,
      dayCount: 1,
    },
    previous: null,
  },
  week: {
    sessions: 40,
    period: {
      start: '2026-11-16T00:00:00+01:00',
      end: '2026-11-23T00:00:00+01:00',
      asOf: '2026-11-21T23:40:00+01:00',
      label: '2026-11-16 – 2026-11-22',
      kind: 'week',
      dayNumber: 6,
      dayCount: 7,
    },
    previous: {
      start: '2026-11-09T00:00:00+01:00',
      end: '2026-11-16T00:00:00+01:00',
      asOf: '2026-11-14T23:40:00+01:00',
      recordedFrom: null,
    },
  },
  range: {
    sessions: 60,
    period: {
      start: '2026-10-20T00:00:00+02:00',
      end: '2026-11-05T00:00:00+01:00',
      asOf: '2026-11-05T00:00:00+01:00',
      label: '2026-10-20 – 2026-11-04',
      kind: 'range',
      dayNumber: 16,
      dayCount: 16,
    },
    previous: {
      start: '2026-10-04T00:00:00+02:00',
      end: '2026-10-20T00:00:00+02:00',
      asOf: '2026-10-20T00:00:00+02:00',
      recordedFrom: null,
    },
  },
  all: {
    sessions: 700,
    period: {
      start: '2025-09-01T00:00:00+02:00',
      end: '2026-11-21T23:40:00+01:00',
      asOf: '2026-11-21T23:40:00+01:00',
      label: 'all time',
      kind: 'all',
      step: 'month',
      dayNumber: 447,
      dayCount: 447,
    },
    previous: null,
  },
  'five-thousand-sessions': { sessions: 5000 },
  'only-unpriced': { models: { 'acme-coder-9': null }, sessions: 14 },
  'some-unpriced': {
    models: { 'claude-opus-4-5-20251101': 6, 'acme-coder-9': null },
    lowerBound: true,
    coverage: {
      unreadableLines: 3,
      recordLines: 48_203,
      issueCount: 104,
      undatedLines: 2,
      unknownTypes: { 'new-thing': 12 },
      issues: [
        { file: 'projects/-home-me-app/0a1b.jsonl', line: 2311, reason: 'not JSON: unexpected end of input' },
        { file: 'projects/-home-me-app/0a1b.jsonl', line: null, reason: 'symlink not followed' },
      ],
    },
  },
  'first-period': { previous: null },
  'first-days': {
    sessions: 7,
    period: { asOf: '2026-11-02T18:00:00+01:00', dayNumber: 2 },
    previous: {
      start: '2026-10-01T00:00:00+02:00',
      end: '2026-11-01T00:00:00+01:00',
      asOf: '2026-10-02T18:00:00+02:00',
      recordedFrom: null,
    },
  },
  'clock-change': {
    period: {
      start: '2026-10-01T00:00:00+02:00',
      end: '2026-11-01T00:00:00+01:00',
      asOf: '2026-11-01T00:00:00+01:00',
      label: 'October 2026',
      dayNumber: 31,
      dayCount: 31,
    },
    previous: null,
  },
  'twelve-models': { models: fableAndOlder, sessions: 300 },
  'forty-projects': {
    projects: Array.from(
      { length: 40 },
      (_, index) => `customer-${index}-very-long-project-name-that-somebody-generated-${'abc'.repeat(8)}`,
    ),
    sessions: 300,
  },
  hostile: {
    projects: HOSTILE_NAMES,
    tools: HOSTILE_NAMES,
    branch: HOSTILE_NAMES[0] ?? '',
    models: Object.fromEntries(
      HOSTILE_NAMES.map((name, index) => [
        name === '__proto__' ? 'constructor' : name,
        index % 4 === 3 ? null : index + 0.5,
      ]),
    ),
    sessions: 120,
    coverage: {
      issueCount: 1,
      issues: [{ file: HOSTILE_NAMES[0] ?? '', line: 1, reason: HOSTILE_NAMES[1] ?? '' }],
      versions: { [HOSTILE_NAMES[0] ?? '']: 3 },
    },
  },
  'huge-day': {},
  'nothing-saved': {},
  demo: { options: { demo: true, redacted: true } },
  admin: { options: { view: 'admin' } },
  finance: { options: { view: 'finance', budgetUsd: 500 } },
  developer: { options: { view: 'developer' } },
} as const satisfies Record<string, SampleOptions>;

/** Names of the states that the page must survive. */
export type State = keyof typeof SAMPLES;

/** Every state's name. */
export const STATES = Object.keys(SAMPLES) as readonly State[];

/** The result of a state. */
export function stateResult(state: State): MetricsResult {
  const result = sampleResult(SAMPLES[state]);
  if (state === 'huge-day') return withHugeDay(result);
  return state === 'nothing-saved' ? withNothingSaved(result) : result;
}

/** One day that cost 27 times the usual. */
function withHugeDay(result: MetricsResult): MetricsResult {
  const { rows = [] } = result.metrics['anomalies'] ?? {};
  const days = rows.filter((row) => row['measure'] === 'cost' && row['contributor_kind'] === null);
  const place = rows.indexOf(days.at(-3) ?? {});
  return patchMetrics(result, {
    anomalies: {
      value: 1,
      rows: rows.map((row, index) =>
        index === place
          ? { ...row, value: 270, median: 10, is_flag: true, severity: 'high' }
          : { ...row, is_flag: false },
      ),
    },
  });
}

/** Everything that might have been saved would have cost more. */
function withNothingSaved(result: MetricsResult): MetricsResult {
  const lost = (id: string) => ({
    value: -12.5,
    rows: (result.metrics[id]?.rows ?? []).map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          /sav/.test(name) && typeof value === 'number' ? -Math.abs(value) : value,
        ]),
      ),
    ),
  });
  return patchMetrics(result, {
    'reprice-savings': lost('reprice-savings'),
    'cache-lifetime': lost('cache-lifetime'),
    'restart-backtest': lost('restart-backtest'),
    'cache-savings': lost('cache-savings'),
  });
}
