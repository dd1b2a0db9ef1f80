import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from './testing/browser.js';
import { DESKTOP, PageOpener, PHONE, ready, violations } from './testing/open-page.js';
import type { State } from './testing/states.js';

let opener: PageOpener | null = null;

beforeAll(async () => {
  const browser = await launchBrowser();
  opener = browser === null ? null : new PageOpener(browser);
});
afterAll(async () => {
  await opener?.close();
});

const LOOKS: readonly (readonly [string, State, BrowserContextOptions])[] = [
  ['light', 'month', { ...DESKTOP, colorScheme: 'light' }],
  ['dark', 'month', { ...DESKTOP, colorScheme: 'dark' }],
  ['a phone', 'month', { ...PHONE, colorScheme: 'light' }],
  ['a phone, dark, hostile names', 'hostile', { ...PHONE, colorScheme: 'dark' }],
  ['hostile names', 'hostile', { ...DESKTOP, colorScheme: 'light' }],
  ['problems and missing prices', 'some-unpriced', { ...DESKTOP, colorScheme: 'dark' }],
  ['long names on a phone', 'forty-projects', { ...PHONE, colorScheme: 'light' }],
  ['no requests', 'no-requests', { ...PHONE, colorScheme: 'light' }],
  ['one session', 'one-session', { ...DESKTOP, colorScheme: 'light' }],
];

describe.each(LOOKS)('%s', (_, state, options) => {
  test('asks for nothing, says nothing, is accessible, does not scroll sideways', async (context) => {
    if (opener === null) return context.skip();
    const { page, noise } = await opener.open(state, options);
    if (state.startsWith('no-')) expect(await page.locator('#filters').count()).toBe(0);
    else await ready(page);
    // One look with every table open is enough: they all come from one template.
    if (options.colorScheme === 'light' && state === 'month' && options.viewport === DESKTOP.viewport)
      await openAll(page);
    expect(await violations(page)).toEqual([]);
    expect(
      await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'),
    ).toBeLessThanOrEqual(0);
    expect(noise).toEqual([]);
    await page.context().close();
  });
});

/** Tables of charts and the glossary come out of <noscript> when they are opened. */
async function openAll(page: Page): Promise<void> {
  for (let level = 0; level < 2; level += 1) {
    await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    await page.waitForFunction("document.querySelector('details[open] > noscript') === null");
  }
}

test('what is folded away is built when it is opened, as it is without scripts', async (context) => {
  if (opener === null) return context.skip();
  const { page } = await opener.open('hostile', DESKTOP);
  const plain = await opener.open('hostile', { ...DESKTOP, javaScriptEnabled: false });
  await ready(page);
  const folded = '[data-chart] details table, .terms details';
  expect(await page.locator(folded).count()).toBe(0);
  await openAll(page);
  const texts = (where: Page) => where.locator(folded).allTextContents();
  expect(await texts(page)).toEqual(await texts(plain.page));
  expect((await texts(page)).length).toBeGreaterThan(60);
  expect(plain.noise).toEqual([]);
  await page.context().close();
  await plain.page.context().close();
});

test('says the same on the other side of the world, in another language', async (context) => {
  if (opener === null) return context.skip();
  const texts: unknown[] = [];
  for (const place of [
    { timezoneId: 'Europe/Paris', locale: 'en-US' },
    { timezoneId: 'Pacific/Kiritimati', locale: 'de-DE' },
  ]) {
    const { page } = await opener.open('month', { ...DESKTOP, ...place });
    await ready(page);
    for (const chart of await page.locator('.chart').all()) {
      await chart.scrollIntoViewIfNeeded();
      await chart.locator('.live svg').waitFor();
    }
    await openAll(page);
    texts.push(await page.evaluate("document.body.textContent.replace(/\\s+/g, ' ')"));
    await page.context().close();
  }
  expect(texts[1]).toBe(texts[0]);
  expect(String(texts[0]).length).toBeGreaterThan(20_000);
});

test('the style sheet applies: the policy lets it through', async (context) => {
  if (opener === null) return context.skip();
  const { page } = await opener.open('month', DESKTOP);
  expect(await page.evaluate("getComputedStyle(document.querySelector('.answers')).display")).toBe('grid');
  expect(
    await page.evaluate('getComputedStyle(document.querySelector(\'.chart path[fill^="var("]\')).fill'),
  ).toMatch(/^rgb/);
  await page.context().close();
});

test('the first screen answers the four questions', async (context) => {
  if (opener === null) return context.skip();
  const { page } = await opener.open('month', DESKTOP);
  const bottom = await page.evaluate("document.querySelector('.answers').getBoundingClientRect().bottom");
  expect(bottom).toBeLessThan(900);
  await page.context().close();
});

test('prints: light, on few pages', async (context) => {
  if (opener === null) return context.skip();
  const { page } = await opener.open('month', { ...DESKTOP, colorScheme: 'dark' });
  await ready(page);
  const pdf = await page.pdf({ format: 'A4', printBackground: true });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? [];
  expect(pages.length).toBeGreaterThan(0);
  expect(pages.length).toBeLessThanOrEqual(8);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
  await page.context().close();
});

test('without scripts: every chart is drawn, controls are not there, 152 sessions stand in the table', async (context) => {
  if (opener === null) return context.skip();
  const { page, noise } = await opener.open('month', { ...DESKTOP, javaScriptEnabled: false });
  const cards = await page.locator('[data-chart]').count();
  expect(cards).toBeGreaterThan(7);
  expect(await page.locator('.chart .wide > svg').count()).toBe(cards);
  expect(await page.locator('.chart .wide svg').first().isVisible()).toBe(true);
  expect(await page.locator('.tools, #filters, dialog').filter({ visible: true }).count()).toBe(0);
  expect(await page.locator('[data-table="sessions"] tbody tr').count()).toBe(152);
  expect(await page.locator('[data-chart] details table').count()).toBe(cards);
  expect(await page.locator('.terms dl').count()).toBeGreaterThan(50);
  await page.locator('[data-chart="cost-by-model"] summary').click();
  expect(await page.locator('[data-chart="cost-by-model"] tbody tr').first().isVisible()).toBe(true);
  expect(noise).toEqual([]);
  await page.context().close();
});
