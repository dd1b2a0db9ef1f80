import type { TimeAxis } from '../step-axis.js';
import { element } from './dom.js';
import type { View } from './runtime.js';
import { overlay, stepAt, stepEdges } from './tooltip.js';

/** Pixels below which a press is no drag. */
const SLACK = 6;

/** Lets the reader draw over whole steps of a chart; two date inputs do the same for keyboards. */
export function startBrush(
  chart: HTMLElement,
  view: View,
  time: () => TimeAxis | null,
  onBrush: (from: string, to: string) => void,
): void {
  const area = element('div', { class: 'brush', 'aria-hidden': 'true' });
  chart.append(area);
  chart.classList.add('can-brush');
  let startX: number | null = null;
  let range: readonly [number, number] | null = null;

  chart.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || event.pointerType === 'touch') return;
    startX = event.clientX;
    range = null;
  });
  chart.addEventListener('pointermove', (event) => {
    const axis = time();
    if (startX === null || axis === null || Math.abs(event.clientX - startX) < SLACK) return;
    if (!chart.hasPointerCapture(event.pointerId)) chart.setPointerCapture(event.pointerId);
    const last = axis.steps.length - 1;
    const clamped = (x: number) => {
      const step = stepAt(chart, view, axis, x);
      return step >= 0
        ? step
        : x < chart.getBoundingClientRect().left + stepEdges(view, axis, 0)[0] + 1
          ? 0
          : last;
    };
    const [a, b] = [clamped(startX), clamped(event.clientX)];
    range = [Math.min(a, b), Math.max(a, b)];
    const left = stepEdges(view, axis, range[0])[0];
    overlay(view, area, left, stepEdges(view, axis, range[1])[1]);
    area.classList.add('is-shown');
  });
  const end = (event: PointerEvent) => {
    const axis = time();
    area.classList.remove('is-shown');
    startX = null;
    if (range === null || axis === null || event.type === 'pointercancel') return;
    const [from, to] = range;
    range = null;
    onBrush(axis.steps[from] ?? '', axis.steps[to + 1] ?? '');
  };
  chart.addEventListener('pointerup', end);
  chart.addEventListener('pointercancel', end);
}
