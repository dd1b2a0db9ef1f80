import { unpackedBlock } from './blocks.js';
import { element } from './dom.js';
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
  loading ??= unpackedBlock('runtime').then((text) => {
    const script = element('script', {}, text);
    document.head.append(script);
    script.remove();
    return (globalThis as unknown as { ccReport: Lazy }).ccReport;
  });
  return loading;
}
