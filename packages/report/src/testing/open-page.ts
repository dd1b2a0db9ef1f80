import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MetricsResult } from '@cc-report/metrics';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { renderReport } from '../render-report.js';
import { type State, stateResult } from './states.js';

export const DESKTOP = { viewport: { width: 1280, height: 900 } };
export const PHONE = { viewport: { width: 390, height: 844 } };

/** A page of a report and everything that it did beside being shown. */
export interface OpenPage {
  readonly page: Page;
  readonly noise: readonly string[];
}

/** Pages in a folder of their own; `close` removes it. */
export class PageOpener {
  readonly #browser: Browser;
  readonly #folder = mkdtempSync(join(tmpdir(), 'cc-report-page-'));
  readonly #files = new Map<string, Promise<string>>();

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** Opens a state (or a result) from file://. */
  async open(
    what: State | MetricsResult,
    options: BrowserContextOptions & { readonly hash?: string } = DESKTOP,
  ): Promise<OpenPage> {
    const { hash = '', ...rest } = options;
    const url = pathToFileURL(await this.#fileOf(what)).href;
    const context = await this.#browser.newContext(rest);
    const page = await context.newPage();
    const noise: string[] = [];
    page.on('request', (request) => {
      const address = request.url().split('#')[0] ?? '';
      if (address !== url && !address.startsWith('data:')) noise.push(`request ${address}`);
    });
    page.on('console', (message) => noise.push(`console ${message.text()}`));
    page.on('pageerror', (error) => noise.push(`error ${error.message}`));
    await page.goto(url + hash);
    return { page, noise };
  }

  #fileOf(what: State | MetricsResult): Promise<string> {
    if (typeof what !== 'string') return this.#write(`result-${this.#files.size}`, what);
    const known = this.#files.get(what) ?? this.#write(what, stateResult(what));
    this.#files.set(what, known);
    return known;
  }

  async #write(name: string, result: MetricsResult): Promise<string> {
    const file = join(this.#folder, `${name}.html`);
    writeFileSync(file, await renderReport(result));
    return file;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The page's own policy blocks script tags, so axe comes in through the debugger. Switching the policy off would hide what is tested. */
export async function violations(page: Page): Promise<readonly string[]> {
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

/** The page's data is read, its controls work. */
export async function ready(page: Page): Promise<Page> {
  await page.waitForSelector('html.is-ready', { state: 'attached' });
  return page;
}
