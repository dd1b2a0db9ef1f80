import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { test } from 'vitest';
import { renderReport } from '../render-report.js';
import { type State, stateResult } from '../testing/states.js';

test('render', { timeout: 300_000 }, async () => {
  for (const name of (process.env['IN'] ?? 'real').split(',')) {
    const r = name.startsWith('state:')
      ? stateResult(name.slice(6) as State)
      : JSON.parse(readFileSync(`/tmp/r2/${name}.json`, 'utf8'));
    if (process.env['VIEW']) r.options = { ...r.options, view: process.env['VIEW'] };
    const html = await renderReport(r);
    const svgs = [...html.matchAll(/<div class="(?:wide|narrow)">(.*?)<\/div>/gs)].map(
      (m) => m[1]?.length ?? 0,
    );
    const per = [
      ...html.matchAll(
        /data-chart="([^"]+)">[\s\S]*?<div class="wide">(.*?)<\/div>\n<div class="narrow">(.*?)<\/div>/g,
      ),
    ].map((m) => `${m[1]} ${((m[2]!.length + m[3]!.length) / 1000).toFixed(0)}K`);
    const secs = [...html.matchAll(/<section id="(\w+)"([\s\S]*?)<\/section>/g)].map(
      (m) => `${m[1]} ${((m[2]?.length ?? 0) / 1000).toFixed(0)}K`,
    );
    console.log(
      name,
      'raw',
      html.length,
      'gzip',
      gzipSync(html).length,
      'svg',
      svgs.reduce((a, b) => a + b, 0),
      '|',
      secs.join(' '),
      '|',
      per.join(' '),
    );
    for (const m of html.matchAll(/id="block-(\w+)">([^<]*)/g)) console.log('  ', m[1], m[2]?.length);
    writeFileSync(`/tmp/r2/${name.replace(':', '-')}.html`, html);
  }
});
