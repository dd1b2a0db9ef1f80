import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MetricsResult } from '@cc-report/metrics';
import { renderCsv, renderSummary } from '@cc-report/report';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../report/src/testing/browser.js';
import { DESKTOP, PageOpener, ready } from '../../report/src/testing/open-page.js';
import { main } from './main.js';
import { fakeEffects } from './testing/fake-effects.js';
import { isShown, numbersOf } from './testing/shown-numbers.js';

const GENERATOR = fileURLToPath(new URL('../../../fixtures/demo/generate-demo.mjs', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'page-numbers-'));
let result: MetricsResult;

beforeAll(async () => {
  execFileSync(process.execPath, [GENERATOR, '--out', dir]);
  const { effects, stdout } = fakeEffects();
  const roots = ['ana', 'ben', 'cleo'].map((name) => join(dir, name)).join(',');
  const args = ['--claude-dir', roots, '--month', '2026-10', '--now', '2026-10-23T15:00:00Z', '--no-store'];
  expect(await main([...args, '--timezone', 'Europe/Berlin', '--format', 'json'], effects)).toBe(0);
  result = JSON.parse(stdout());
});
afterAll(() => rmSync(dir, { recursive: true }));

/** What tables show that are of no single metric's rows, or join two. */
const JOINED: Readonly<Record<string, readonly string[]>> = {
  'Share of the costliest sessions': ['cost-concentration'],
  'Sessions over three times the median of their project': ['session-norms'],
  'Growth and fill of the context over sessions': ['context-shape', 'context-fill', 'context-growth'],
  'Sessions over 85% of the context window': ['context-fill'],
  'Success rates': ['request-success'],
  'Tool calls by outcome, all tools': ['tool-outcomes'],
  'Repeated work': ['repeated-work'],
  'Waits in the queue': ['queue-waits'],
  'Claude Code versions': ['coverage'],
  'Cost by kind of thread and type of subagent': ['subagents', 'cost-explained'],
  'Cost by part and cause': ['explained-parts'],
  'Cost by time and part': ['explained-days'],
  'Context of the costliest sessions': ['session-contexts'],
  'What the same requests would have cost': ['what-if'],
};

interface ShownTable {
  readonly metric: string;
  readonly caption: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Every table of every card, as a reader without scripts finds it. */
const READ = `[...document.querySelectorAll('.card table')].map((table) => {
  const card = table.closest('.card');
  const texts = (row) => [...row.cells].map((cell) => cell.textContent.trim());
  return {
    metric: card.dataset.chart || card.dataset.csv || '',
    caption: table.caption.textContent,
    headings: texts(table.tHead.rows[0]),
    rows: [...table.tBodies[0].rows].map(texts),
  };
})`;

test('every number in every table of the page is a number of one row of its metric', async (context) => {
  const browser = await launchBrowser();
  if (browser === null) return context.skip();
  const opener = new PageOpener(browser);
  const { page } = await opener.open(result, { ...DESKTOP, javaScriptEnabled: false });
  const tables = (await page.evaluate(READ)) as readonly ShownTable[];
  await opener.close();
  const wrong: string[] = [];
  let checked = 0;
  for (const { metric, caption, headings, rows } of tables) {
    const known = (JOINED[caption.replace(/, continued$/, '')] ?? [metric]).flatMap((id) =>
      numbersOf(result, id),
    );
    for (const row of rows) {
      const cells = row.flatMap((text, index) =>
        index > 0 && /\d/.test(text) ? [{ text, heading: headings[index] }] : [],
      );
      checked += cells.length;
      const best = known
        .map((numbers) => cells.filter(({ text }) => !isShown(text, numbers)))
        .reduce((least, missing) => (missing.length < least.length ? missing : least), cells);
      wrong.push(
        ...best.map(({ text, heading }) => `${metric || caption} | ${row[0]} | ${heading}: ${text}`),
      );
    }
  }
  expect(checked).toBeGreaterThan(1_500);
  expect(wrong).toEqual([]);
});

test('every number of the top, the facts and the sentences is a number of the result', async (context) => {
  const browser = await launchBrowser();
  if (browser === null) return context.skip();
  const opener = new PageOpener(browser);
  const { page } = await opener.open(result, { ...DESKTOP, javaScriptEnabled: false });
  const texts = await page
    .locator(
      'h1, .subline, .answers .answer, .answers .text, .changes li, .amount strong, .facts strong, .facts span, .card h3',
    )
    .allTextContents();
  await opener.close();
  const known = Object.values(result.metrics).flatMap(({ value, previous, rows }) => [
    ...[value, previous].filter((number) => number !== null),
    ...rows.flatMap((row) => Object.values(row).filter((cell) => typeof cell === 'number')),
  ]);
  const money = texts.flatMap((text) => text.match(/[<>]?\$[\d,.]*\d[KM]?/g) ?? []);
  expect(money.length).toBeGreaterThan(60);
  expect(money.filter((text) => !isShown(text, known))).toEqual([]);
});

test('the total is the same in the terminal, in headline, tile, filters and tables, and in the CSV, to the cent', async (context) => {
  const browser = await launchBrowser();
  if (browser === null) return context.skip();
  const opener = new PageOpener(browser);
  const { page } = await opener.open(result, DESKTOP);
  await ready(page);
  const text = async (selector: string) => (await page.locator(selector).first().textContent()) ?? '';
  expect(renderSummary(result)).toContain('You spent $337.54 ');
  expect(await text('#filter-summary')).toContain(', $337.54');
  expect(await text('h1')).toContain('You spent $338 ');
  expect(await text('.answers [data-metric="cost"] .answer')).toBe('$338');
  const shown = await page.locator('[data-table="projects"] tbody td:nth-child(3)').allTextContents();
  expect(shown.reduce((sum, cost) => sum + Number(cost.replace('$', '')), 0)).toBeCloseTo(337.54, 1);
  await opener.close();
  for (const metric of ['cost-by-project', 'session-usage'] as const) {
    const [head = '', ...lines] = (renderCsv(result)[`${metric}.csv`] ?? '').trim().split('\r\n');
    const column = head.split(',').indexOf('cost_usd');
    const total = lines.reduce((sum, line) => sum + Number(line.split(',')[column]), 0);
    expect(total.toFixed(2), metric).toBe('337.54');
  }
});
