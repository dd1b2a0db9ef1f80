import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { MetricsResult } from '@cc-report/metrics';
import { renderReport } from '@cc-report/report';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../report/src/testing/browser.js';
import { DESKTOP, PageOpener, ready } from '../../report/src/testing/open-page.js';
import { main } from './main.js';
import { fakeEffects } from './testing/fake-effects.js';

const GENERATOR = fileURLToPath(new URL('../../../fixtures/demo/generate-demo.mjs', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'demo-page-'));
let result: MetricsResult;

/** The page of transcripts with every card, which invented metrics never have all at once. */
beforeAll(async () => {
  execFileSync(process.execPath, [GENERATOR, '--out', dir]);
  const { effects, stdout } = fakeEffects();
  const roots = ['ana', 'ben', 'cleo'].map((name) => join(dir, name)).join(',');
  const args = ['--claude-dir', roots, '--month', '2026-10', '--now', '2026-10-23T15:00:00Z', '--no-store'];
  expect(await main([...args, '--format', 'json'], effects)).toBe(0);
  result = JSON.parse(stdout());
});
afterAll(() => rmSync(dir, { recursive: true }));

test('600 kB, 300 kB compressed', async () => {
  const html = await renderReport(result);
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(600_000);
  expect(gzipSync(html).length).toBeLessThanOrEqual(300_000);
});

test('5,000 elements with every chart live, 8 printed pages, no noise', async (context) => {
  const browser = await launchBrowser();
  if (browser === null) return context.skip();
  const opener = new PageOpener(browser);
  const { page, noise } = await opener.open(result, DESKTOP);
  await ready(page);
  for (const chart of await page.locator('.chart').all()) {
    await chart.scrollIntoViewIfNeeded();
    await chart.locator('.live svg').waitFor();
  }
  expect(await page.evaluate("document.querySelectorAll('*').length")).toBeLessThanOrEqual(5_000);
  const pdf = await page.pdf({ format: 'A4', printBackground: true });
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length).toBeLessThanOrEqual(8);
  expect(noise).toEqual([]);
  await opener.close();
});
