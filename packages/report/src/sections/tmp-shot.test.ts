import { pathToFileURL } from 'node:url';
import { test } from 'vitest';
import { launchBrowser } from '../testing/browser.js';

test('shot', { timeout: 300_000 }, async () => {
  const b = await launchBrowser();
  const name = process.env['IN'] ?? 'real';
  const width = Number(process.env['W'] ?? 1280);
  const ctx = await b!.newContext({
    viewport: { width, height: 900 },
    colorScheme: process.env['DARK'] ? 'dark' : 'light',
  });
  const page = await ctx.newPage();
  page.on('console', (m) => console.log('CONSOLE', m.text()));
  page.on('pageerror', (m) => console.log('ERROR', m.message));
  await page.goto(pathToFileURL(`/tmp/r2/${name}.html`).href);
  await page.waitForTimeout(1200);
  console.log(
    'height',
    await page.evaluate('document.documentElement.scrollHeight'),
    'sideways',
    await page.evaluate('document.documentElement.scrollWidth - innerWidth'),
  );
  for (const id of (process.env['IDS'] ?? 'top').split(',')) {
    const out = `/tmp/r2/${name}-${id}-${width}${process.env['DARK'] ? '-dark' : ''}.png`;
    if (id === 'top') await page.screenshot({ path: out, fullPage: false });
    else if (id === 'full') await page.screenshot({ path: out, fullPage: true });
    else {
      await page.locator(`#${id}`).scrollIntoViewIfNeeded();
      await page.waitForTimeout(1000);
      await page.locator(`#${id}`).screenshot({ path: out });
    }
  }
  await b!.close();
});
