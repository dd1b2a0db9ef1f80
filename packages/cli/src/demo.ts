import { fileURLToPath } from 'node:url';

/** Config root of the bundled example transcripts, written when the package is built. */
export const demoRoot = fileURLToPath(new URL('../dist/demo', import.meta.url));
