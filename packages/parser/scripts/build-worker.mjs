// Bundles the body of the reading threads and inlines it as src/workers/worker-script.js, so that it runs from source,
// from dist and from the command line's one file alike. The scanner comes compiled from the main thread, not in the script.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const packageDir = fileURLToPath(new URL('..', import.meta.url));
const withoutScanner = {
  name: 'without-scanner',
  setup({ onLoad }) {
    onLoad({ filter: /scanner-wasm\.js$/ }, () => ({ contents: "export const SCANNER_WASM = '';" }));
  },
};
const { outputFiles } = await build({
  entryPoints: [join(packageDir, 'src/workers/reading-worker.ts')],
  bundle: true,
  write: false,
  minify: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  plugins: [withoutScanner],
});
writeFileSync(
  join(packageDir, 'src/workers/worker-script.js'),
  `// Made by scripts/build-worker.mjs from reading-worker.ts.\nexport const WORKER_SCRIPT = ${JSON.stringify(outputFiles[0].text)};\n`,
);
