import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Plugin, transformSync } from 'esbuild';
import Handlebars from 'handlebars';

/** Without `data`, loops need no frame for each turn. */
const OPTIONS = { strict: true, knownHelpersOnly: true, explicitPartialContext: true, data: false } as const;

/** A template as a module that needs only Handlebars' runtime: nothing is compiled when a report is written. */
export function templateModule(path: string): string {
  return `export default ${String(Handlebars.precompile(readFileSync(path, 'utf8'), OPTIONS))};`;
}

/** A style sheet as a module that exports it minified. */
export function styleModule(path: string): string {
  const { code } = transformSync(readFileSync(path, 'utf8'), {
    loader: 'css',
    minify: true,
    charset: 'utf8',
  });
  // The minifier leaves the values of properties of our own as they are.
  const shorter = code.trim().replace(/(?<=--[\w-]+:)[^;}]+/g, (value) => value.trim().replaceAll(', ', ','));
  return `export default ${JSON.stringify(shorter)};`;
}

/** The bundler has a way of its own with `.css`, and takes it before any plugin: the suffix keeps it off. */
const STYLE = '?style';

export const templates: Plugin = {
  name: 'templates',
  setup({ onResolve, onLoad }) {
    onLoad({ filter: /\.hbs$/ }, ({ path }) => ({ contents: templateModule(path), loader: 'js' }));
    onResolve({ filter: /\.css$/ }, ({ path, resolveDir }) => ({ path: resolve(resolveDir, path) + STYLE }));
    onLoad({ filter: /\.css\?style$/ }, ({ path }) => ({
      contents: styleModule(path.slice(0, -STYLE.length)),
      loader: 'js',
    }));
  },
};
