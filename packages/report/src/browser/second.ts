import { Drawer } from './drawer.js';
import { Figures } from './figures.js';
import type { Lazy } from './lazy.js';

/** The second script of the page: charts and drawer, run when the first of them is needed. */
(globalThis as unknown as { ccReport: Lazy }).ccReport = { Figures, Drawer };
