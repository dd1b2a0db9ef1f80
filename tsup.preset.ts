import type { Options } from 'tsup';

/** What every package's build shares. Declarations come from `tsc -b`, so tsup must not clean `dist`. */
export const preset = {
  format: 'esm',
  target: 'node20',
  platform: 'node',
  dts: false,
  clean: false,
  splitting: true,
  treeshake: true,
  loader: { '.sql': 'text', '.hbs': 'text', '.css': 'text', '.csv': 'text' },
} satisfies Options;
