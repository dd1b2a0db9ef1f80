import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { blockText } from './src/block-text.js';
import { vegaParts } from './vega-parts.js';

const OPTIONS = {
  bundle: true,
  write: false,
  minify: true,
  format: 'iife',
  platform: 'browser',
  target: ['chrome123', 'firefox121', 'safari17'],
  legalComments: 'none',
  charset: 'utf8',
  conditions: ['cc-report-source'],
  plugins: [vegaParts],
} satisfies BuildOptions;

/** Everything in the page's own scripts that could end a script element early is escaped. */
async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({ ...OPTIONS, entryPoints: [entry] });
  return (outputFiles[0]?.text ?? '')
    .trim()
    .replaceAll('</script', '<\\/script')
    .replaceAll('<!--', '<\\!--');
}

/** A module of the build as the JSON of what it exports: run once here, not whenever a report is written. */
async function evaluated(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    conditions: ['cc-report-source'],
    external: ['vega-lite'],
    // What it makes is asked for by what it imports: that has nothing yet.
    plugins: [
      {
        name: 'empty',
        setup: ({ onResolve, onLoad }) => {
          onResolve({ filter: BROWSER_MODULE }, ({ path }) => ({ path, namespace: 'empty' }));
          onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: "export default '{}';" }));
        },
      },
    ],
  });
  const text = outputFiles[0]?.text ?? '';
  const folder = new URL('../../node_modules/.cache/cc-report/', import.meta.url);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  const file = new URL(`compiled-charts-${process.pid}-${hash}.mjs`, folder);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
  try {
    const { compiled } = (await import(file.href)) as { compiled: unknown };
    return JSON.stringify(compiled);
  } finally {
    rmSync(file, { force: true });
  }
}

const EVALUATED = /compiled-charts\.ts$/;

/** `?bundle`: the script as text. `?packed`: the same compressed, with the hash of what it unpacks to. */
export async function browserModule(entry: string, kind: string): Promise<string> {
  if (EVALUATED.test(entry)) return `export default ${JSON.stringify(await evaluated(entry))};`;
  const text = await bundle(entry);
  if (kind === 'bundle') return `export default ${JSON.stringify(text)};`;
  const hash = createHash('sha256').update(text).digest('base64');
  const packed = blockText(gzipSync(text, { level: 9 }));
  return `export default ${JSON.stringify({ packed, hash, length: text.length })};`;
}

export const BROWSER_MODULE = /^(.*)\.js\?(bundle|packed)$/;

/** Scripts for the page, bundled while the package is built: nothing is bundled when a report is written. */
export const browserBundle: Plugin = {
  name: 'browser-bundle',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: BROWSER_MODULE }, ({ path, resolveDir }) => {
      const [, name = '', kind] = BROWSER_MODULE.exec(path) ?? [];
      return {
        path: new URL(`${name}.ts`, `file://${resolveDir}/`).pathname,
        namespace: 'browser',
        pluginData: kind,
      };
    });
    onLoad({ filter: /.*/, namespace: 'browser' }, async ({ path, pluginData }) => ({
      contents: await browserModule(path, pluginData as string),
      loader: 'js',
    }));
  },
};
