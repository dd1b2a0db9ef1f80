import { blockText } from './blocks.js';
import type { Drawer } from './drawer.js';
import type { Figures } from './figures.js';

/** What the page needs only when a chart comes near or a session is opened: Vega, the charts, the drawer. */
export interface Lazy {
  readonly Figures: typeof Figures;
  readonly Drawer: typeof Drawer;
}

let loading: Promise<Lazy> | undefined;

/** Unpacks and runs the second script, once. The policy names its hash. */
export function loadLazy(): Promise<Lazy> {
  loading ??= blockText('runtime').then((text) => {
    const script = document.createElement('script');
    script.textContent = text;
    document.head.append(script);
    script.remove();
    return (globalThis as unknown as { ccReport: Lazy }).ccReport;
  });
  return loading;
}
