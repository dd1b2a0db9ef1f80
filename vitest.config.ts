import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';

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
    return `export default ${JSON.stringify(readFileSync(id.slice(0, -SUFFIX.length), 'utf8'))};`;
  },
};

export default defineConfig({
  plugins: [textModules],
  resolve: { conditions: ['cc-report-source'] },
  ssr: { resolve: { conditions: ['cc-report-source'], externalConditions: ['cc-report-source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'examples/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
  },
});
