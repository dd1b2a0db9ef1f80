import { defineConfig } from 'tsup';
import { preset } from '../../tsup.preset.js';

export default defineConfig({
  ...preset,
  entry: ['src/index.ts'],
  // Everything in one file, and what is not always used in chunks of its own: a process starts in half the time.
  // Native code and what is rarely used stay outside.
  noExternal: [/^(?!@duckdb\/node-bindings|jiti$|open$)/],
  external: [/^@duckdb\/node-bindings/, 'jiti', 'open'],
  // Chunks have hashes in their names; what `tsc -b` and the demo generator wrote stays.
  clean: ['!**/*.d.ts', '!**/*.map', '!.tsbuildinfo', '!demo/**'],
  esbuildOptions: (options) => {
    // Help is plain ASCII. yargs brings this library three times, and each compiles tables of Unicode at every start.
    options.alias = { 'string-width': './src/text-width.ts' };
    options.minifySyntax = true;
    options.minifyWhitespace = true;
  },
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
