import type { Config } from 'vega-lite';

const FONT = 'system-ui, sans-serif';

/**
 * The look of every chart. Colours are CSS custom properties (styles.css), so that one SVG serves light, dark and print;
 * they work because scales here never interpolate colours.
 */
export const theme: Config = {
  background: null as unknown as string,
  font: FONT,
  padding: { top: 6, right: 6, bottom: 2, left: 2 },
  autosize: { type: 'fit', contains: 'padding' },
  aria: false,
  view: { stroke: null },
  axis: {
    labelColor: 'var(--ink-3)',
    labelFont: FONT,
    labelFontSize: 11.5,
    labelPadding: 6,
    gridColor: 'var(--line)',
    gridWidth: 1,
    domain: false,
    ticks: false,
    titleColor: 'var(--ink-3)',
  },
  axisX: {
    domain: true,
    domainColor: 'var(--line-strong)',
    grid: false,
    labelFlush: true,
    labelOverlap: false,
  },
  axisY: { tickCount: 5, domain: false },
  text: { font: FONT, fontSize: 12 },
  line: { strokeCap: 'round', strokeJoin: 'round' },
  point: { strokeWidth: 0 },
};
