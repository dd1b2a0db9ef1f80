// Compiles assembly/ to WebAssembly and inlines it as src/scanner/scanner-wasm.js, so that importing needs no file.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const packageDir = fileURLToPath(new URL('..', import.meta.url));
const outDir = mkdtempSync(join(tmpdir(), 'scanner-'));
const wasm = join(outDir, 'scanner.wasm');
const options = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert', '--use', 'abort='];
const { error } = await asc.main(
  ['assembly/index.ts', '--baseDir', packageDir, '--outFile', wasm, ...options],
  { stderr: process.stderr },
);
if (error) throw error;
const base64 = readFileSync(wasm).toString('base64');
rmSync(outDir, { recursive: true });
writeFileSync(
  join(packageDir, 'src/scanner/scanner-wasm.js'),
  `// Made by scripts/build-scanner.mjs from assembly/.\nexport const SCANNER_WASM = '${base64}';\n`,
);
