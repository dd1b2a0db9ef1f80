/** Small pictures in the tiles: plain SVG paths in a box of 200 × 40, coloured by CSS classes. */

const WIDTH = 200;
const HEIGHT = 40;

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Bars of one series; empty when there is nothing to draw. */
export function barSparkline(values: readonly number[]): string {
  const largest = Math.max(0, ...values);
  if (values.length < 2 || largest === 0) return '';
  const slot = WIDTH / values.length;
  const gap = Math.min(2, slot * 0.2);
  const path = values
    .map((value, index) => {
      const height = value === 0 ? 0.6 : Math.max(1, (value / largest) * HEIGHT);
      const left = index * slot + gap / 2;
      return `M${round(left)},${HEIGHT}v${round(-height)}h${round(slot - gap)}v${round(height)}z`;
    })
    .join('');
  return `<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true"><path class="spark-fill" d="${path}"/></svg>`;
}

/** Lines over the same steps: the first is the period, a second one is dashed. Nulls end a line. */
export function lineSparkline(lines: readonly (readonly (number | null)[])[]): string {
  const all = lines.flat().filter((value) => value !== null);
  const largest = Math.max(0, ...all);
  const steps = Math.max(0, ...lines.map((line) => line.length));
  if (steps < 2 || largest === 0) return '';
  const paths = lines
    .map((line, which) => {
      const points = line.flatMap((value, index) =>
        value === null
          ? []
          : [
              `${round((index / (steps - 1)) * WIDTH)},${round(HEIGHT - 1.5 - (value / largest) * (HEIGHT - 3))}`,
            ],
      );
      const look = which === 0 ? 'spark-line' : 'spark-line spark-dash';
      return points.length < 2
        ? ''
        : `<path class="${look}" d="M${points.join('L')}" vector-effect="non-scaling-stroke"/>`;
    })
    .reverse()
    .join('');
  return paths === ''
    ? ''
    : `<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">${paths}</svg>`;
}
