import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';
import Handlebars from 'handlebars';

const OPTIONS = { strict: true, knownHelpersOnly: true, explicitPartialContext: true } as const;

/** A template as a module that needs only Handlebars' runtime: nothing is compiled when a report is written. */
export function templateModule(path: string): string {
  return `export default ${String(Handlebars.precompile(readFileSync(path, 'utf8'), OPTIONS))};`;
}

export const templates: Plugin = {
  name: 'templates',
  setup({ onLoad }) {
    onLoad({ filter: /\.hbs$/ }, ({ path }) => ({ contents: templateModule(path), loader: 'js' }));
  },
};
