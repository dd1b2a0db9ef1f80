import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { main } from './main.js';
import { fakeEffects } from './testing/fake-effects.js';

const SAMPLE = new URL('../../../examples/sample-report.html', import.meta.url);
/** Base64 of gzip: its bytes depend on the machine's zlib, what it holds does not. */
const PACKED = /H4sI[A-Za-z0-9+/]{40,}={0,2}/g;

const unpacked = (html: string) =>
  html.replaceAll(PACKED, (text) => gunzipSync(Buffer.from(text, 'base64')).toString('utf8'));

test('the sample report is the page of the demo; else: npm run sample', async () => {
  const { effects, stdout } = fakeEffects();
  expect(await main(['--demo', '--timezone', 'UTC', '--budget', '400', '--out', '-'], effects)).toBe(0);
  expect(unpacked(stdout()) === unpacked(await readFile(SAMPLE, 'utf8'))).toBe(true);
});
