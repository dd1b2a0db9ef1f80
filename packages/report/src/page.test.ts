import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderReport } from './render-report.js';
import { launchBrowser } from './testing/browser.js';
import { type State, stateResult } from './testing/states.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'cc-report-page-'));
let browser: Browser | null = null;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a state from file:// and returns everything that the page did beside being shown. */
async function open(state: State, options: BrowserContextOptions): Promise<{ page: Page; noise: string[] }> {
  const file = join(folder, `${state}.html`);
  writeFileSync(file, await renderReport(stateResult(state)));
  const context = await (browser as Browser).newContext(options);
  const page = await context.newPage();
  const noise: string[] = [];
  const url = pathToFileURL(file).href;
  page.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('data:')) noise.push(`request ${request.url()}`);
  });
  page.on('console', (message) => noise.push(`console ${message.text()}`));
  page.on('pageerror', (error) => noise.push(`error ${error.message}`));
  await page.goto(url);
  return { page, noise };
}

/** The page's own policy blocks script tags, so axe comes in through the debugger. Switching the policy off would hide what is tested. */
async function violations(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axe });
  const { result } = await session.send('Runtime.evaluate', {
    expression:
      "axe.run().then((found) => JSON.stringify(found.violations.flatMap((one) => one.nodes.slice(0, 3).map((node) => one.id + ': ' + node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? '')))))",
    awaitPromise: true,
    returnByValue: true,
  });
  return JSON.parse(result.value as string) as string[];
}

const DESKTOP = { viewport: { width: 1280, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 } };
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
    if (browser === null) return context.skip();
    const { page, noise } = await open(state, options);
    await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    expect(await violations(page)).toEqual([]);
    expect(
      await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'),
    ).toBeLessThanOrEqual(0);
    expect(noise).toEqual([]);
    await page.context().close();
  });
});

test('the style sheet applies: the policy lets it through', async (context) => {
  if (browser === null) return context.skip();
  const { page } = await open('month', DESKTOP);
  expect(await page.evaluate("getComputedStyle(document.querySelector('.answers')).display")).toBe('grid');
  expect(
    await page.evaluate('getComputedStyle(document.querySelector(\'.chart path[fill^="var("]\')).fill'),
  ).toMatch(/^rgb/);
  await page.context().close();
});

test('the first screen answers the four questions', async (context) => {
  if (browser === null) return context.skip();
  const { page } = await open('month', DESKTOP);
  const bottom = await page.evaluate("document.querySelector('.answers').getBoundingClientRect().bottom");
  expect(bottom).toBeLessThan(900);
  await page.context().close();
});

test('prints: light, on few pages', async (context) => {
  if (browser === null) return context.skip();
  const { page } = await open('month', { ...DESKTOP, colorScheme: 'dark' });
  const pdf = await page.pdf({ format: 'A4', printBackground: true });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? [];
  expect(pages.length).toBeGreaterThan(0);
  expect(pages.length).toBeLessThanOrEqual(8);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
  await page.context().close();
});
