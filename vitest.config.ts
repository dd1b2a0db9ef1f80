import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

// Every output must be independent of the machine's zone, so the tests run in one that is not UTC.
process.env['TZ'] = 'America/Los_Angeles';

/** What tsup's text loader does in the build: the module is the file's text. */
const textModules = {
  name: 'text-modules',
  enforce: 'pre' as const,
  load(id: string) {
    const file = id.split('?')[0] ?? id;
    return /\.(sql|hbs|css|csv)$/.test(file)
      ? `export default ${JSON.stringify(readFileSync(file, 'utf8'))};`
      : null;
  },
};

export default defineConfig({
  plugins: [textModules],
  resolve: { conditions: ['cc-report-source'] },
  ssr: { resolve: { conditions: ['cc-report-source'], externalConditions: ['cc-report-source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'examples/**/*.test.ts', 'fixtures/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
  },
});
