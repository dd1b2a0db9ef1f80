import { expect, test } from 'vitest';
import { sectionContext } from '../section.js';
import { lines, sentences } from '../testing/cards.js';
import { patchMetrics } from '../testing/patch-metric.js';
import { stateResult } from '../testing/states.js';
import { normalSection } from './normal.js';

const day = (date: string, value: number, more = {}) => ({
  day: date,
  measure: 'cost',
  unit: 'USD',
  value,
  median: 7,
  n: 22,
  is_flag: false,
  severity: null,
  contributor_kind: null,
  contributor: null,
  contributor_value: null,
  ...more,
});

test('unusual days: how many, the worst, and what made each so', async () => {
  const rows = [
    day('2026-11-01', 6),
    day('2026-11-02', 20, { is_flag: true }),
    day('2026-11-11', 97, { is_flag: true }),
    ...[
      ['project', 'web-app', 48],
      ['session', '6c9847ba-8370-40ef', 31.77],
      ['model', 'claude-opus-4-5-20251101', 90],
    ].map(([contributor_kind, contributor, contributor_value]) =>
      day('2026-11-11', 97, { is_flag: true, contributor_kind, contributor, contributor_value }),
    ),
  ];
  const patches = { anomalies: { value: 2, rows } };
  expect((await sentences(normalSection, patches))['Cost per day against the usual']).toBe(
    '2 days were unusual in cost; most of all Nov 11, $97 against a usual $7.00',
  );
  expect(await lines(normalSection, 'What made them unusual', patches)).toEqual([
    'Nov 2 | Cost | $20.00 | $7.00 | –',
    'Nov 11 | Cost | $97.00 | $7.00 | web-app $48.00; session 6c9847ba $31.77; Opus 4.5 $90.00',
  ]);
});

test('no unusual day is said only of days that were judged', async () => {
  const rows = [day('2026-11-01', 6), day('2026-11-02', 8), day('2026-11-03', 7)];
  const finding = async (some: typeof rows) =>
    (await sentences(normalSection, { anomalies: { value: 0, rows: some } }))[
      'Cost per day against the usual'
    ];
  expect(await finding(rows)).toBe('None of 3 days was unusual in cost');
  expect(await finding(rows.map((row) => ({ ...row, n: null as unknown as number })))).toBe('');
});

test('sessions against their project, rules, the last hour, the last week, a lasting shift', async () => {
  const session = { session_id: '6c9847ba', project: 'web-app', cost_usd: 9, median_usd: 1, sessions: 20 };
  const rule = { severity: 'warning', unit: 'USD', op: '>', value: 1, threshold: 2, is_on: true };
  const said = await sentences(normalSection, {
    'recent-windows': { value: 16.6 },
    'daily-rhythm': { value: 6.84 },
    'session-norms': {
      value: 0.5,
      rows: [
        { ...session, ratio: 9 },
        { ...session, ratio: 2.9 },
        { ...session, ratio: null },
      ],
    },
    alerts: {
      value: 1,
      rows: [
        { ...rule, rule: 'slow-tools', state: 'firing' },
        { ...rule, rule: 'error-rate', state: 'ok' },
        { ...rule, rule: 'unpriced', state: 'ok' },
        { ...rule, rule: 'fixed-cost', state: 'firing', is_on: false },
      ],
    },
    'change-points': {
      rows: [{ day: '2026-11-09', before_usd: 0.12, after_usd: 0.19, change: 0.58, coincides_with: 'model' }],
    },
  });
  expect(said).toMatchObject({
    'Right now': 'The last hour cost $17',
    'Sessions far above the norm of their project':
      '1 of 2 sessions cost over three times the median of their project',
    Alerts: '1 rule fires, 2 are quiet',
    'Day by day': 'The last seven whole days cost $6.84 a day',
    'Lasting shifts of the cost per request': 'Since Nov 9 a request costs $0.19 instead of $0.12',
  });
});

test('errors behind an unusual rate are counted; the measure stands in the words of the page', async () => {
  const more = { measure: 'api-error-rate', unit: '1', median: 0.02, is_flag: true };
  const rows = [
    day('2026-11-02', 0.074, more),
    day('2026-11-02', 0.074, {
      ...more,
      ...{ contributor_kind: 'code', contributor: 'rate_limit', contributor_value: 4 },
    }),
  ];
  expect(await lines(normalSection, 'What made them unusual', { anomalies: { value: 1, rows } })).toEqual([
    'Nov 2 | API error rate | 7% | 2.0% | rate_limit 4 errors',
  ]);
});

test('the evidence of alerts: no ids of measures, no long seconds, thousands apart', async () => {
  const rule = { rule: 'slow-tools', severity: 'warning', state: 'firing', is_on: true, unit: 's', op: '>' };
  const shown = async (evidence: string) => {
    const rows = [{ ...rule, value: 1, threshold: 2, evidence, next_action: '' }];
    const [line = ''] = await lines(normalSection, 'Alerts', { alerts: { value: 1, rows } });
    return line.split(' | ')[4];
  };
  for (const [evidence, text] of [
    [
      '2026-11-02: api-error-rate 7.4%; 2026-11-03: api-error-rate 9.0%',
      'Nov 2: API error rate 7.4%, and more',
    ],
    ['2026-11-02: effective-tokens 1234567.5', 'Nov 2: Effective tokens 1,234,568'],
    ['2026-11-02: tool-duration-p95 81.0 s', 'Nov 2: Tool duration, p95 1 min 21 s'],
    ['2026-11-02: $1234.50 against $97.00', 'Nov 2: $1,235 against $97.00'],
    [
      '2026-11-02: session 12345678-0123-0123-0123-0123456789ab, $20.00 in an hour',
      'Nov 2: session 12345678, $20.00 in an hour',
    ],
    ['2026-11-02: 123456 tokens, all sessions together', 'Nov 2: 123,456 tokens, all sessions together'],
    ['1200 of 345678 tokens', '1,200 of 345,678 tokens'],
    ['Bash: up to 125 s', 'Bash: up to 2 min 05 s'],
    ['rate_limit: 1234', 'failed requests (429): 1,234'],
  ] as const)
    expect(await shown(evidence)).toBe(text);
});

test('the alerts point to the top of the page only when each critical one has its action there', async () => {
  const subtitle = async (rule: string, severity: string) => {
    const row = { rule, severity, state: 'firing', is_on: true, unit: 'd', op: '>', value: 1, threshold: 0 };
    const { cards } = await normalSection(
      sectionContext(
        patchMetrics(stateResult('month'), {
          alerts: { value: 1, rows: [{ ...row, evidence: '', next_action: '' }] },
        }),
      ),
    );
    return cards.find(({ table }) => table?.title === 'Alerts')?.table?.subtitle;
  };
  const rest = 'All evidence, and rules that are off, are in the CSV';
  expect(await subtitle('slow-tools', 'warning')).toBe(
    `What to do first stands at the top of the page. ${rest}`,
  );
  expect(await subtitle('unusual-error-rate', 'critical')).toBe(rest);
});
