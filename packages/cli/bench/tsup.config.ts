import { defineConfig } from 'tsup';
import cli from '../tsup.config.js';

/** The stages, bundled as the program is. */
export default defineConfig({
  ...cli,
  entry: { stage: 'bench/stage.mjs' },
  outDir: '../../node_modules/.cache/cc-report/bench',
  clean: true,
  silent: true,
});
