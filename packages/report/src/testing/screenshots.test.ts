import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { launchBrowser } from './browser.js';
import { DESKTOP, PageOpener, PHONE, ready } from './open-page.js';
import { STATES, type State, stateResult } from './states.js';

/** Pictures for a reviewer: `SCREENSHOTS=1 npx vitest run packages/report/src/testing/screenshots`. */
const FOLDER = fileURLToPath(new URL('../../../../test-results/states/', import.meta.url));

const THEMES = ['light', 'dark'] as const;

/** What a reader does before a picture is taken. */
const SCENES: Readonly<
  Record<string, { readonly hash: string; readonly act?: (page: Page) => Promise<void> }>
> = {
  filtered: { hash: '#from=2026-11-09&to=2026-11-16&project=web-app' },
  'filtered-to-nothing': { hash: '#from=2026-11-08&to=2026-11-08' },
  drawer: { hash: `#s=${String(stateResult('month').metrics['session-usage']?.rows[0]?.['session_id'])}` },
  tooltip: {
    hash: '',
    act: async (page) => {
      const chart = page.locator('[data-chart="cost-by-model"] .chart');
      await chart.scrollIntoViewIfNeeded();
      await chart.locator('.live svg').waitFor();
      const box = await chart.boundingBox();
      if (box !== null) await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2);
    },
  },
};

async function settle(page: Page, state: State): Promise<void> {
  if (!state.startsWith('no-')) await ready(page);
  await page.waitForTimeout(500);
}

test.runIf(process.env['SCREENSHOTS'])(
  'every state in both themes and widths, and what a reader does with a month',
  async () => {
    const browser = await launchBrowser();
    expect(browser).not.toBeNull();
    if (browser === null) return;
    const opener = new PageOpener(browser);
    mkdirSync(FOLDER, { recursive: true });
    for (const colorScheme of THEMES) {
      for (const [width, size] of Object.entries({ wide: DESKTOP, phone: PHONE })) {
        for (const state of STATES) {
          const { page } = await opener.open(state, { ...size, colorScheme });
          await settle(page, state);
          await page.screenshot({ path: `${FOLDER}${state}-${width}-${colorScheme}.png`, fullPage: true });
          await page.context().close();
        }
        for (const [name, { hash, act }] of Object.entries(SCENES)) {
          const { page } = await opener.open('month', { ...size, colorScheme, hash });
          await settle(page, 'month');
          if (act === undefined && name !== 'drawer') await page.locator('#filters').scrollIntoViewIfNeeded();
          await act?.(page);
          await page.waitForTimeout(400);
          await page.screenshot({ path: `${FOLDER}scene-${name}-${width}-${colorScheme}.png` });
          await page.context().close();
        }
      }
    }
    await opener.close();
  },
  600_000,
);
