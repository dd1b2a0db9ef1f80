import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve as join } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * What Vega brings and no chart of the page uses: maps, colour schemes and mixed colours, files, selections, animation,
 * legends (the page writes its own), canvases, statistics. A test wakes all charts without.
 */
const UNUSED_PACKAGES = [
  'd3-color',
  'd3-dsv',
  'd3-ease',
  'd3-geo',
  'd3-scale-chromatic',
  'd3-timer',
  'topojson-client',
  'vega-event-selector',
  'vega-selections',
];
const UNUSED_FILES = [
  'vega-encode/src/(LegendEntries|LinkPath|Pie)',
  'vega-functions/src/functions/(ease|geo|lasso|log|luminance|pinch|scale-gradient|shape|tree)',
  'vega-parser/src/parsers/(legend|projection|guides/legend-.+)',
  'vega-scale/src/(interpolate|palettes)',
  'vega-scenegraph/src/(CanvasRenderer|Hybrid.+|SVGStringRenderer|marks/(image|trail))',
  'vega-statistics/src/(bootstrapCI|dotbin|integer|kde|lognormal|mixture|normal|regression|uniform)',
  'vega-transforms/src/(CountPattern|Cross|Density|DotBin|Generate|KDE|Load|Sample)',
  'vega-view/src/(bind|render-headless|render-to-.+|timer)',
  'vega-view-transforms/src/layout/legend',
];
const UNUSED = new RegExp(`/node_modules/(?:${UNUSED_FILES.join('|')})\\.js$`);

/** Bundled from its sources, a package gives only the files that are asked for; these have a build for browsers that differs. */
const ONLY_BUILT = new Set(['vega-canvas', 'vega-loader', 'vega-util']);

/** Letters beyond ASCII in names of expressions, as two tables of Unicode: no name of a chart has one. */
const LETTERS = /(RegexNonAsciiIdentifier\w+ =) new RegExp\('[^']+'\)/g;

/** Curves that no chart draws, in the list of all. */
const CURVES = /^ {2}'(?:basis|bundle|cardinal|catmull-rom|natural)[^}]*\},?\n/gm;

/** A class in the old way, and a function called where it is defined: the bundler cannot see that either can be left out. */
const CLASS = /^function (\w+)\(.*?^\}\n\n\1\.prototype = \{\n.*?^\};/gms;
const CALLED = /= \((?=function custom\()/g;
const PURE = '/* @__PURE__ */ (';

/** Changes in what is bundled, by file. Each must still apply. */
const CHANGES: readonly (readonly [RegExp, RegExp, string])[] = [
  [/vega-expression\/src\/parser\.js$/, LETTERS, '$1 /[^\\0-\\x7f]/'],
  [/vega-scenegraph\/src\/path\/curves\.js$/, CURVES, ''],
  [/d3-shape\/dist\/d3-shape\.mjs$/, CLASS, `const $1 = ${PURE}() => {\n$&\nreturn $1;\n})();`],
  [/d3-shape\/dist\/d3-shape\.mjs$/, CALLED, `= ${PURE}`],
];

/** The parts of Vega that charts need. */
export const vegaParts: Plugin = {
  name: 'vega-parts',
  setup({ onResolve, onLoad, resolve }) {
    const unused = { path: 'unused', namespace: 'unused' };
    onResolve({ filter: new RegExp(`^(?:${UNUSED_PACKAGES.join('|')})$`) }, () => unused);
    onResolve({ filter: /^vega-[a-z-]+$/ }, async ({ path, resolveDir, kind, pluginData }) => {
      if (pluginData === 'built' || ONLY_BUILT.has(path)) return null;
      const built = await resolve(path, { resolveDir, kind, pluginData: 'built' });
      const sources = join(dirname(built.path), '../index.js');
      return existsSync(sources) ? { path: sources, sideEffects: false } : built;
    });
    onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
      if (!/[\\/]node_modules[\\/]vega-/.test(resolveDir)) return null;
      const file = join(resolveDir, path);
      return UNUSED.test(file.replaceAll('\\', '/')) ? unused : { path: file, sideEffects: false };
    });
    // CommonJS: every other name that is imported from it is undefined. Interpolation asks of any text whether it is a colour.
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'exports.color = function () {};' }));
    onLoad({ filter: /(?:d3-shape\.mjs|parser\.js|curves\.js)$/ }, async ({ path }) => {
      const changes = CHANGES.filter(([file]) => file.test(path.replaceAll('\\', '/')));
      if (changes.length === 0) return null;
      let contents = await readFile(path, 'utf8');
      for (const [, what, by] of changes) {
        if (contents.search(what) === -1) throw new Error(`${path} no longer has ${what}`);
        contents = contents.replace(what, by);
      }
      return { contents };
    });
  },
};
