import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';
import { BROWSER_MODULE, browserModule } from './packages/report/browser-bundle.js';
import { styleModule, templateModule } from './packages/report/template-module.js';

// Every output must be independent of the machine's zone, so the tests run in one that is not UTC.
process.env['TZ'] = 'America/Los_Angeles';

const TEXT_FILE = /\.(sql|hbs|css|csv)$/;
const SUFFIX = '.text-module';

/** What tsup's text loader does in the build: the module is the file's text. */
const textModules: Plugin = {
  name: 'text-modules',
  enforce: 'pre',
  // The suffix keeps Vite's own CSS handling away, which would empty the style sheet.
  resolveId(source, importer) {
    return TEXT_FILE.test(source) && importer !== undefined
      ? `${resolve(dirname(importer), source)}${SUFFIX}`
      : null;
  },
  load(id) {
    if (!id.endsWith(SUFFIX)) return null;
    const path = id.slice(0, -SUFFIX.length);
    if (path.endsWith('.hbs')) return templateModule(path);
    return path.endsWith('.css')
      ? styleModule(path)
      : `export default ${JSON.stringify(readFileSync(path, 'utf8'))};`;
  },
};

/** The same for the scripts of the page: bundled, as text. */
const browserScripts: Plugin = {
  name: 'browser-scripts',
  enforce: 'pre',
  resolveId(source, importer) {
    const [, name, kind] = BROWSER_MODULE.exec(source) ?? [];
    return name === undefined || importer === undefined
      ? null
      : `${resolve(dirname(importer), name)}.ts${SUFFIX}-${kind}`;
  },
  load(id) {
    const [, entry, kind] = /^(.*)\.text-module-(bundle|packed)$/.exec(id) ?? [];
    return entry === undefined || kind === undefined ? null : browserModule(entry, kind);
  },
};

export default defineConfig({
  plugins: [textModules, browserScripts],
  resolve: { conditions: ['cc-report-source'] },
  ssr: { resolve: { conditions: ['cc-report-source'], externalConditions: ['cc-report-source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'examples/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
  },
});
