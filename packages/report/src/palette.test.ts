import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { HEAT } from './heat-scale.js';
import { explainedGroups } from './sections/cost-explained.js';
import { DECISIONS, modelSeries, OTHER_SERIES, PREMIUM_PARTS, TOKEN_CLASSES } from './series-colour.js';

const SHEET = readFileSync(new URL('./styles.css', import.meta.url), 'utf8');
const COLOURS = new Map(
  [...SHEET.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\);/g)].map(
    ([, name = '', light = '', dark = '']) => [`var(--${name})`, { light, dark }],
  ),
);
/** Three of each family, three of nobody's. */
const MODELS = [
  'opus-4-5 opus-4-1 opus-4 sonnet-4-5 sonnet-4 sonnet-3-7 haiku-4-5 haiku-3-5 fable-5 fable-4'
    .split(' ')
    .map((name) => `claude-${name}`),
  ['gpt-5.2-codex', 'glm-5', 'vendor-x'],
].flat();
const MODEL_COLOURS = [...modelSeries(MODELS), OTHER_SERIES].map(({ colour }) => colour);

const PARTS_BY_DAY = explainedGroups(
  [
    'base_carried',
    'base_built',
    'history_carried',
    'history_rebuilt',
    'output',
    'new_material',
    'fees',
  ].flatMap((part) => ['session_start', 'ttl_expiry'].map((cause) => ({ part, cause }))),
);

type Triple = readonly [number, number, number];

const linear = (hex: string): Triple => {
  const long = hex.length === 4 ? hex.replace(/[0-9a-f]/g, '$&$&') : hex;
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(long.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return [r, g, b];
};

const times = (matrix: readonly Triple[], [a, b, c]: Triple): Triple => {
  const [x = 0, y = 0, z = 0] = matrix.map(([p, q, r]) => p * a + q * b + r * c);
  return [x, y, z];
};

/** How linear RGB looks to an eye: Machado, Oliveira and Fernandes 2009, severity 1 (https://doi.org/10.1109/TVCG.2009.113). */
const EYES: Readonly<Record<string, readonly Triple[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const XYZ: readonly Triple[] = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];

/** CIE L*a*b*, D65. */
function lab(rgb: Triple): Triple {
  const [x, y, z] = times(XYZ, rgb);
  const root = (value: number) =>
    value > 216 / 24389 ? Math.cbrt(value) : ((24389 / 27) * value + 16) / 116;
  const [a, b, c] = [root(x / 0.95047), root(y), root(z / 1.08883)];
  return [116 * b - 16, 500 * (a - b), 200 * (b - c)];
}

/** ΔE*76 of two colours to an eye. */
function difference(one: string, other: string, eye: readonly Triple[]): number {
  const seen = (hex: string) =>
    lab(times(eye, linear(hex)).map((part) => Math.min(1, Math.max(0, part))) as never);
  const [a, b] = [seen(one), seen(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** WCAG 2 contrast. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [one, other].map((hex) => times(XYZ, linear(hex))[1]).sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

test('the measures are right: black and white, and a red and a green that look alike to one eye in twelve', () => {
  expect(difference('#000', '#fff', EYES['normal'] ?? [])).toBeCloseTo(100, 3);
  expect(contrast('#000', '#fff')).toBeCloseTo(21, 3);
  expect(difference('#ff0000', '#00ff00', EYES['normal'] ?? [])).toBeCloseTo(170.6, 0);
  expect(difference('#9a6a00', '#6a7a00', EYES['deutan'] ?? [])).toBeLessThan(20);
});

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  const hex = (colour: string) => COLOURS.get(colour)?.[theme] ?? '';

  test.each(Object.entries(EYES))(
    'models, classes of tokens, decisions and parts are told apart: %s',
    (_, eye) => {
      for (const set of [
        MODEL_COLOURS,
        TOKEN_CLASSES.map((one) => one.colour),
        DECISIONS.map((one) => one.colour),
        PREMIUM_PARTS.map((one) => one.colour),
        PARTS_BY_DAY.map((one) => one.colour),
      ]) {
        const pairs = set.flatMap((one, index) => set.slice(index + 1).map((other) => [one, other] as const));
        for (const [one, other] of pairs)
          expect(difference(hex(one), hex(other), eye), `${one} ${other}`).toBeGreaterThanOrEqual(20);
      }
    },
  );

  test.each(Object.entries(EYES))('a day without cost is no day with little: %s', (_, eye) => {
    const [none, little] = HEAT.map(({ colour }) => colour);
    const percent = Number(/accent\) (\d+)%/.exec(little ?? '')?.[1]);
    const parts = (name: string) => {
      const long = hex(`var(--${name})`).replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3');
      return [1, 3, 5].map((at) => Number.parseInt(long.slice(at, at + 2), 16));
    };
    const card = parts('card');
    const mixed = parts('accent')
      .map((part, index) => Math.round((part * percent + (card[index] ?? 0) * (100 - percent)) / 100))
      .map((part) => part.toString(16).padStart(2, '0'));
    expect(difference(hex(none ?? ''), `#${mixed.join('')}`, eye)).toBeGreaterThanOrEqual(10);
  });

  test('marks stand out from the card', () => {
    expect(new Set(MODEL_COLOURS).size).toBe(14);
    expect(PARTS_BY_DAY).toHaveLength(7);
    for (const colour of MODEL_COLOURS)
      expect(contrast(hex(colour), hex('var(--card)')), colour).toBeGreaterThanOrEqual(3);
  });
});
