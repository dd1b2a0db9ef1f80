import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { blockBytes } from './block-text.js';
import { renderReport } from './render-report.js';
import { HOSTILE_NAMES, STATES, type State, stateResult } from './testing/states.js';

const zone = process.env['TZ'];
afterEach(() => {
  process.env['TZ'] = zone;
});

/** Bytes: a month of 150 sessions, up to 600 sessions, a year or 5,000 sessions. */
const BUDGETS: Partial<Record<State, number>> = {
  month: 600_000,
  all: 1_500_000,
  'five-thousand-sessions': 1_500_000,
};

/** What a reader without scripts gets. */
function visible(html: string): string {
  return html.replace(/<(style|script)[^>]*>.*?<\/\1>/gs, '');
}

describe.each(STATES)('%s', (state) => {
  test('is one clean document: no holes, no inline scripts or styles, within its budget', async () => {
    const html = await renderReport(stateResult(state));
    // Names that attack are text here; what they would be as markup is what must not appear.
    const markup = visible(html);
    expect(html.match(/<script/g)).toHaveLength(state.startsWith('no-') ? 1 : 5);
    expect(markup).not.toMatch(/NaN|undefined|Infinity|\bnull\b|\[object/);
    expect(markup).not.toMatch(/<script|<img|<iframe|<object|<embed|<form|<base/i);
    expect(markup.match(/<[^>]*\s(?:style|on\w+)\s*=/gi)).toBeNull();
    expect(markup.match(/<h1/g)).toHaveLength(1);
    expect(
      [...markup.matchAll(/\sid="([^"]*)"/g)]
        .map((match) => match[1])
        .filter((id, index, ids) => ids.indexOf(id) !== index),
    ).toEqual([]);
    expect(Buffer.byteLength(html)).toBeLessThan(BUDGETS[state] ?? 700_000);
  });

  test('is the same after a round trip through JSON, in another zone, a second time', async () => {
    const result = stateResult(state);
    const html = await renderReport(result);
    expect(await renderReport(JSON.parse(JSON.stringify(result)))).toBe(html);
    process.env['TZ'] = 'Pacific/Kiritimati';
    expect(await renderReport(result)).toBe(html);
  });
});

test('two reports at once do not mix', async () => {
  const [month, one] = await Promise.all([
    renderReport(stateResult('month')),
    renderReport(stateResult('one-day')),
  ]);
  expect(month).toBe(await renderReport(stateResult('month')));
  expect(one).toBe(await renderReport(stateResult('one-day')));
});

test('the policy allows exactly the one style sheet and the two scripts, by their hashes', async () => {
  const html = await renderReport(stateResult('month'));
  const hash = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
  const sheet = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? '';
  const script = /<script>(.*?)<\/script>/s.exec(html)?.[1] ?? '';
  const packed = /<script type="text\/plain" id="block-runtime">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
  const second = gunzipSync(blockBytes(packed)).toString('utf8');
  expect(html).toContain(
    `content="default-src 'none'; script-src '${hash(script)}' '${hash(second)}'; style-src '${hash(sheet)}'; img-src data:; base-uri 'none'; form-action 'none'"`,
  );
  expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<style>'));
});

test('scripts, style sheet, drawings and the whole page stay within their budgets', async () => {
  const html = await renderReport(stateResult('month'));
  const sizes = (pattern: RegExp) => [...html.matchAll(pattern)].map((match) => match[1]?.length ?? 0);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  expect(sum(sizes(/<script>(.*?)<\/script>/gs))).toBeLessThanOrEqual(25_000);
  expect(sum(sizes(/<style>(.*?)<\/style>/gs))).toBeLessThanOrEqual(16_000);
  const drawings = sizes(/<div class=(?:wide|narrow)>(<svg.*?<\/svg>)<\/div>/gs);
  expect(drawings.length).toBeGreaterThanOrEqual(15);
  expect(sum(drawings)).toBeLessThanOrEqual(200_000);
  expect(Math.max(...drawings)).toBeLessThanOrEqual(40_000);
  expect(gzipSync(html).length).toBeLessThanOrEqual(300_000);
});

test('hostile names are text', async () => {
  const html = await renderReport(stateResult('hostile'));
  expect(html).toContain('&lt;/script&gt;&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;');
  expect(html).toContain('{{x}}{{{y}}}{{&gt; page}}');
  expect(html).toContain('$&amp;$1$&#x60;$&#x27;');
  expect(html).not.toMatch(/[\u2028\u2029\u202e]/);
  expect(html).not.toContain('x'.repeat(321));
  expect(HOSTILE_NAMES).toContain('__proto__');
  expect(html).toContain('>__proto__<');
});

test('a model without a price is named at the top and never costs $0', async () => {
  const html = await renderReport(stateResult('only-unpriced'));
  expect(html).toContain('No price known.');
  expect(visible(html)).not.toMatch(/\$\d/);
});

test('lower bounds show ≥, a finished month no projection, no budget no pill', async () => {
  expect(await renderReport(stateResult('lower-bound'))).toContain('≥\u00a0$467');
  const finished = await renderReport(stateResult('finished-month'));
  expect(finished).not.toMatch(/Flat, naive|so far|under budget|over budget/);
  expect(await renderReport(stateResult('month'))).toContain('$133 under budget');
});

test('no requests: no charts and no zeros, but coverage and the way to the data', async () => {
  const html = await renderReport(stateResult('no-requests'));
  expect(visible(html)).not.toMatch(/class=chart|\$0/);
  expect(html).toContain('<code>cc-report --month 2026-08</code>');
  expect(html).toContain('Transcript files');
});

test('views choose and order the chapters; method closes all of them', async () => {
  const chapters = async (state: State) =>
    [...(await renderReport(stateResult(state))).matchAll(/<section id=(\w+) aria-labelledby/g)].map(
      (match) => match[1],
    );
  const all = 'spend normal projection context models sessions rhythm tools quality';
  expect((await chapters('month')).join(' ')).toBe(`actions ${all} method`);
  expect((await chapters('admin')).join(' ')).toBe(
    'actions tools rhythm normal spend sessions quality method',
  );
  expect((await chapters('finance')).join(' ')).toBe(
    'actions spend projection normal models rhythm quality method',
  );
  expect((await chapters('developer')).join(' ')).toBe(
    'actions sessions context models tools rhythm normal method',
  );
  // A single session has no norm, no projection and no rhythm.
  expect((await chapters('one-session')).join(' ')).toBe('sessions spend context tools quality method');
  expect(await chapters('finished-month')).not.toContain('projection');
});

test('an action links to its evidence only where the view holds it', async () => {
  const links = async (state: State) => {
    const html = await renderReport(stateResult(state));
    const [actions = ''] = /<section id=actions .*?<\/section>/s.exec(html) ?? [];
    expect(actions.match(/<h3>/g)).toHaveLength(3);
    return [...actions.matchAll(/<a href="?(#[\w-]+)/g)].map(([, link]) => link);
  };
  expect(await links('month')).toEqual([
    '#card-grade-deductions',
    '#card-context-growth-premium',
    '#card-cache-misses',
  ]);
  // Sessions and context are no chapters of it.
  expect(await links('finance')).toEqual(['#card-cost-projection']);
});

test('thousands of sessions: 200 rows and one line for the rest', async () => {
  const html = await renderReport(stateResult('five-thousand-sessions'));
  const [table = ''] = /<article[^>]* data-table=sessions .*?<\/article>/s.exec(html) ?? [];
  expect(table.match(/class="(?:grade grade-|centre absent)/g)).toHaveLength(200);
  expect(html).toContain(
    '4,800 more sessions cost $9,992 together, in 117,826 requests. The CSV export holds every row.',
  );
});

test('demo data, redaction and problems are announced', async () => {
  const demo = await renderReport(stateResult('demo'));
  expect(demo).toContain('Demo data.');
  expect(demo).toContain('Redacted.');
  const loud = await renderReport(stateResult('some-unpriced'));
  expect(loud).toContain('3 lines could not be read.');
  expect(loud).toContain('projects/-home-me-app/0a1b.jsonl:2311');
  expect(loud).toContain('not JSON: unexpected end of input');
  expect(loud).toContain('102 more issues not listed.');
});

test("crux's definitions stand with the metric they vary, labelled", async () => {
  const html = await renderReport(stateResult('month'));
  expect(html).toContain('<dt>As the tool crux defines it');
  expect(html).not.toContain('id="metric-context-growth-crux"');
  // Only there: nobody who reads the page needs them.
  expect(html).not.toContain('by crux');
});

test('another schema version is refused', async () => {
  const result = { ...stateResult('month'), schemaVersion: 2 as unknown as 1 };
  await expect(renderReport(result)).rejects.toMatchObject({
    name: 'ReportError',
    code: 'unsupported-schema',
  });
});
