import { expect, test } from 'vitest';
import { lines, sentences } from '../testing/cards.js';
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
