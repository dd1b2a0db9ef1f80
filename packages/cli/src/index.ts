export type { Effects } from './effects.js';
export { main } from './main.js';
export { run } from './run.js';
