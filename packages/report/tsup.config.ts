import { defineConfig } from 'tsup';
import { preset } from '../../tsup.preset.js';
import { browserBundle } from './browser-bundle.js';
import { templates } from './template-module.js';

export default defineConfig({
  ...preset,
  entry: ['src/index.ts', 'src/generated-line.ts'],
  esbuildPlugins: [browserBundle, templates],
});
