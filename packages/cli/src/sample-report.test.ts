import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { blockBytes } from '../../report/src/block-text.js';
import { main } from './main.js';
import { fakeEffects } from './testing/fake-effects.js';

const SAMPLE = new URL('../../../examples/sample-report.html', import.meta.url);
/** Blocks hold gzip: its bytes depend on the machine's zlib, what it holds does not. */
const PACKED = /(?<=<script type="text\/plain" id="block-\w+">)[^<]+/g;

const unpacked = (html: string) =>
  html.replaceAll(PACKED, (text) => gunzipSync(blockBytes(text)).toString('utf8'));

test('the sample report is the page of the demo; else: npm run sample', async () => {
  const { effects, stdout } = fakeEffects();
  expect(await main(['--demo', '--timezone', 'UTC', '--budget', '400', '--out', '-'], effects)).toBe(0);
  expect(unpacked(stdout()) === unpacked(await readFile(SAMPLE, 'utf8'))).toBe(true);
});
