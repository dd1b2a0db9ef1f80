import { fileURLToPath } from 'node:url';

/** Config roots of the bundled example transcripts, one for each of the team; written when the package is built. */
export const demoRoots: readonly string[] = ['ana', 'ben', 'cleo'].map((name) =>
  fileURLToPath(new URL(`../dist/demo/${name}`, import.meta.url)),
);
