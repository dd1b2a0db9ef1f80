import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { numberOf, type Row, textOf } from './reading.js';
import { launchBrowser } from './testing/browser.js';
import { DESKTOP, PageOpener, PHONE, ready, violations } from './testing/open-page.js';
import { stateResult } from './testing/states.js';

let opener: PageOpener | null = null;

beforeAll(async () => {
  const browser = await launchBrowser();
  opener = browser === null ? null : new PageOpener(browser);
});
afterAll(async () => {
  await opener?.close();
});

const MONTH = stateResult('month');
const rowsOf = (id: string) => MONTH.metrics[id]?.rows ?? [];
const UNSCRIPTED = { ...DESKTOP, javaScriptEnabled: false };

async function open(hash = '', options: object = DESKTOP) {
  const opened = await (opener as PageOpener).open('month', { ...options, hash });
  if (options !== UNSCRIPTED) await ready(opened.page);
  return opened;
}

describe('cost by class of token, in dollars or in effective tokens', () => {
  const CARD = '[data-chart="cost-by-token-class"]';
  const unit = (page: Page, name: string) => page.locator(`${CARD} .units button`, { hasText: name });
  const texts = (page: Page, selector: string) => page.locator(`${CARD} ${selector}`).allTextContents();

  /** The lines of the card's CSV. */
  async function csv(page: Page): Promise<readonly Row[]> {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.locator(CARD).getByRole('button', { name: 'CSV of' }).click(),
    ]);
    const [head = '', ...lines] = readFileSync(await file.path(), 'utf8')
      .slice(1)
      .trim()
      .split('\r\n');
    const names = head.split(',');
    return lines.map((line) =>
      Object.fromEntries(line.split(',').map((cell, at) => [names[at] ?? '', cell])),
    );
  }
  const added = (rows: readonly Row[], name: string) =>
    rows.reduce((sum, row) => sum + Number(row[name] ?? 0), 0);

  test('without scripts it is in dollars, and there is no choice', async (context) => {
    if (opener === null) return context.skip();
    const { page } = await open('', UNSCRIPTED);
    expect(await page.locator(`${CARD} .units`).isVisible()).toBe(false);
    expect(await page.locator(`${CARD} .wide svg`).textContent()).toContain('$');
    expect(await texts(page, '.subtitle')).toEqual([
      'US dollars per day, by class of token, premium rates included',
    ]);
    await page.context().close();
  });

  test('the other unit takes title, subtitle, legend, axis, table, CSV and specification along', async (context) => {
    if (opener === null) return context.skip();
    const { page, noise } = await open();
    const before = [...(await texts(page, 'h3')), ...(await texts(page, '.legend li'))];
    await page.locator(CARD).scrollIntoViewIfNeeded();
    await unit(page, 'Effective tokens').focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector(`${CARD} .units [aria-pressed="true"]:last-child`);
    expect(await texts(page, 'h3')).toEqual(['Effective tokens by class']);
    expect(await texts(page, '.subtitle')).toEqual([
      'Effective tokens per day, by class of token; cache reads are left out: they are old text',
    ]);
    expect(await texts(page, '.legend li')).toEqual(['Cache write', 'Output', 'Uncached input']);
    await expect.poll(() => page.locator(`${CARD} .live svg`).textContent()).toMatch(/^[^$]*\d[KM][^$]*$/);
    await page.locator(`${CARD} summary`).click();
    expect(await texts(page, 'thead th')).toEqual(['Time', 'Cache write', 'Output', 'Uncached input']);
    const classes = ['cache_write_5m', 'cache_write_1h', 'output', 'input'];
    const want = rowsOf('cost-by-token-class')
      .filter((row) => row['time'] !== null && classes.includes(textOf(row, 'token_class')))
      .reduce((sum, row) => sum + (numberOf(row, 'tokens') ?? 0), 0);
    const rows = await csv(page);
    expect(added(rows, 'effective_tokens')).toBe(want);
    expect(new Set(rows.map((row) => row['token_class']))).toEqual(
      new Set(['cache_write', 'output', 'input']),
    );
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.locator(CARD).getByRole('button', { name: 'Vega-Lite of' }).click(),
    ]);
    const spec = JSON.parse(readFileSync(await file.path(), 'utf8'));
    expect(spec.encoding.y.field).toBe('effective_tokens');
    expect(spec.params).toContainEqual({ name: 'unit', value: 'tokens' });
    expect(await violations(page)).toEqual([]);
    await unit(page, 'US dollars').click();
    expect([...(await texts(page, 'h3')), ...(await texts(page, '.legend li'))]).toEqual(before);
    expect(added(await csv(page), 'cost_usd')).toBeGreaterThan(1);
    expect(noise).toEqual([]);
    await page.context().close();
  });

  test('a selection has its effective tokens: a naive sum over the cube', async (context) => {
    if (opener === null) return context.skip();
    const { page } = await open('#from=2026-11-09&to=2026-11-16&project=web-app');
    await unit(page, 'Effective tokens').click();
    await page.waitForSelector(`${CARD} .units [aria-pressed="true"]:last-child`);
    const projects = new Map(rowsOf('session-usage').map((row) => [row['session_id'], row['project']]));
    const want = rowsOf('session-days')
      .filter((row) => projects.get(row['session_id'] ?? '') === 'web-app')
      .filter((row) => textOf(row, 'time') >= '2026-11-09' && textOf(row, 'time') <= '2026-11-16')
      .reduce(
        (sum, row) =>
          sum +
          (numberOf(row, 'input_tokens') ?? 0) +
          (numberOf(row, 'output_tokens') ?? 0) +
          (numberOf(row, 'cache_creation_tokens') ?? 0),
        0,
      );
    expect(added(await csv(page), 'effective_tokens')).toBe(want);
    expect(await page.locator('.quick [aria-pressed="true"]').allTextContents()).toEqual([
      'Effective tokens',
    ]);
    await page.context().close();
  });
});

describe('what is meant', () => {
  test('every "?" has its text, each text stands once', async (context) => {
    if (opener === null) return context.skip();
    const { page } = await open('', UNSCRIPTED);
    const targets = (await page.evaluate(
      "[...document.querySelectorAll('.ask')].map((one) => one.getAttribute('popovertarget'))",
    )) as string[];
    const ids = (await page.evaluate(
      "[...document.querySelectorAll('[popover]')].map((one) => one.id)",
    )) as string[];
    expect(new Set(targets).size).toBeGreaterThan(8);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
    await page.context().close();
  });

  test('without scripts it opens, is the definition, and leads to the whole entry', async (context) => {
    if (opener === null) return context.skip();
    const { page } = await open('', UNSCRIPTED);
    const text = page.locator('#ask-cache-hit-rate');
    expect(await text.isVisible()).toBe(false);
    await page.locator('[popovertarget="ask-cache-hit-rate"]').first().click();
    expect(await text.isVisible()).toBe(true);
    const { title, question, formula } = MONTH.metrics['cache-hit-rate'] ?? {};
    for (const part of [title, question, formula]) expect(await text.textContent()).toContain(part);
    await text.locator('a').click();
    expect(await page.locator('#metric-cache-hit-rate').isVisible()).toBe(true);
    await page.context().close();
  });

  test.for([
    ['a desktop', DESKTOP],
    ['a phone', PHONE],
  ] as const)(
    'with scripts on %s: accessible, inside the window, closed by what it leads to',
    async ([, options], context) => {
      if (opener === null) return context.skip();
      const { page, noise } = await open('', options);
      await page.locator('.answers .ask').first().click();
      const text = page.locator('#ask-cost');
      const box = (await text.boundingBox()) as { x: number; width: number };
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(options.viewport.width);
      expect(await violations(page)).toEqual([]);
      await text.locator('a').click();
      await page.locator('#metric-cost').waitFor();
      expect(await text.isVisible()).toBe(false);
      expect(noise).toEqual([]);
      await page.context().close();
    },
  );
});

test('more rows join the table they belong to: one head, all sorted together, the focus on the table', async (context) => {
  if (opener === null) return context.skip();
  const { page } = await open();
  await page.locator('#normal .aside > summary').click();
  const card = page.locator('[data-csv="daily-rhythm"]');
  const rows = card.locator('.scroll').first().locator('tbody tr');
  await card.waitFor();
  expect(await rows.count()).toBe(7);
  await card.locator('.more > summary', { hasText: 'Show 7 more' }).click();
  await card.locator('.more').waitFor({ state: 'detached' });
  expect(await card.locator('thead').count()).toBe(1);
  expect(await rows.count()).toBe(14);
  expect(await page.evaluate('document.activeElement.className')).toBe('scroll');
  await card.locator('thead button', { hasText: 'Cost' }).click();
  const costs = await card.locator('tbody td:nth-child(2)').allInnerTexts();
  const numbers = costs.map((cost) => Number(cost.replace(/[$,]/g, '')));
  expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
  await page.context().close();
});

test('the table of sessions fits its card at 1,280 pixels, with its sort buttons', async (context) => {
  if (opener === null) return context.skip();
  const { page } = await open();
  expect(
    await page.evaluate(
      "[...document.querySelectorAll('[data-table=sessions] .scroll')].map((one) => one.scrollWidth - one.clientWidth)",
    ),
  ).toEqual([0]);
  expect(await page.locator('[data-table="sessions"] thead button').count()).toBe(12);
  await page.context().close();
});

test('a selection leaves the headline as it is, and the page says so', async (context) => {
  if (opener === null) return context.skip();
  const { page } = await open();
  const note = page.getByText('The headline is of the whole period; what follows is of the selection.');
  expect(await note.isVisible()).toBe(false);
  await page.locator('#filter-project').selectOption('web-app');
  expect(await note.isVisible()).toBe(true);
  await page.locator('#filter-clear').click();
  expect(await note.isVisible()).toBe(false);
  await page.context().close();
});

test('cells of tables have their roles without scope attributes, in the tree that the browser gives to screen readers', async (context) => {
  if (opener === null) return context.skip();
  const { page } = await open('', UNSCRIPTED);
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const roles = ['columnheader', 'rowheader', 'cell'].map(
    (role) => nodes.filter((node) => !node.ignored && node.role?.value === role).length,
  );
  const shown = await page.evaluate(
    "['thead th', 'tbody th', 'td'].map((cells) => [...document.querySelectorAll(cells)].filter((one) => one.checkVisibility()).length)",
  );
  expect(roles).toEqual(shown);
  expect(roles[1]).toBeGreaterThan(50);
  await page.context().close();
});
