import { medianOf } from '../../quantile.js';

/** Fewer values on a side say nothing about a level. */
export const MIN_SEGMENT = 5;
const MAX_P = 0.01;
const MIN_CHANGE = 0.2;

/** From `index` on, the values have another level. */
export interface Shift {
  readonly index: number;
  /** Medians of the values from the shift before, and to the next. */
  readonly before: number;
  readonly after: number;
}

/**
 * Lasting shifts of the level of a series, in order: Pettitt's rank test, on the whole and on overlapping stretches (else a
 * level that comes back would hide the shift), then again on both sides of the clearest one. Ranks make single extreme
 * values harmless. A shift has at least five values on each side, p < 0.01 and a median that moves by a fifth or more.
 * @see https://doi.org/10.2307/2346729
 */
export function shiftsOf(values: readonly number[]): readonly Shift[] {
  const indexes = splits(values, 0);
  const bounds = [0, ...indexes, values.length];
  return indexes
    .map((index, position) => ({
      index,
      before: medianOf(values.slice(bounds[position], index)),
      after: medianOf(values.slice(index, bounds[position + 2])),
    }))
    .filter(isLarge);
}

function splits(values: readonly number[], offset: number): readonly number[] {
  const split = clearestSplit(values);
  if (split === null) return [];
  return [
    ...splits(values.slice(0, split), offset),
    offset + split,
    ...splits(values.slice(split), offset + split),
  ];
}

/** Over the whole and over stretches of a half, a quarter, … that overlap by half; p grows with their number. */
function clearestSplit(values: readonly number[]): number | null {
  let best: { readonly from: number; readonly length: number; readonly p: number } | null = null;
  for (let length = values.length; length >= 2 * MIN_SEGMENT; length = Math.ceil(length / 2)) {
    for (let from = 0; from + length <= values.length; from += Math.ceil(length / 2)) {
      const p = chance(values.slice(from, from + length)) * (values.length / length);
      if (p < (best?.p ?? MAX_P)) best = { from, length, p };
    }
  }
  if (best === null) return null;
  const stretch = values.slice(best.from, best.from + best.length);
  const index = closestSplit(stretch);
  const sides = { before: medianOf(stretch.slice(0, index)), after: medianOf(stretch.slice(index)) };
  return isLarge(sides) ? best.from + index : null;
}

/** How likely the ranks of a series without a shift part as much as these. */
function chance(values: readonly number[]): number {
  const n = values.length;
  const ranks = ranksOf(values);
  let sum = 0;
  let best = { index: 0, strength: 0 };
  for (let index = 1; index < n; index++) {
    sum += ranks[index - 1] as number;
    const strength = Math.abs(2 * sum - index * (n + 1));
    if (strength > best.strength) best = { index, strength };
  }
  const rest = [...aroundMean(ranks.slice(0, best.index)), ...aroundMean(ranks.slice(best.index))];
  return 2 * Math.exp((-6 * best.strength ** 2) / ((n ** 3 + n ** 2) * varianceInflation(rest)));
}

/** Where the values lie closest to the medians of both sides: the rank test itself leans to the middle. */
function closestSplit(values: readonly number[]): number {
  let best = { index: MIN_SEGMENT, distance: Number.POSITIVE_INFINITY };
  for (let index = MIN_SEGMENT; index <= values.length - MIN_SEGMENT; index++) {
    const distance = distanceToMedian(values.slice(0, index)) + distanceToMedian(values.slice(index));
    if (distance < best.distance) best = { index, distance };
  }
  return best.index;
}

function distanceToMedian(values: readonly number[]): number {
  const middle = medianOf(values);
  return values.reduce((sum, value) => sum + Math.abs(value - middle), 0);
}

/** Days resemble the day before, so they say less than as many independent ones: (1 + r) ÷ (1 − r), r the lag-1 correlation. */
function varianceInflation(values: readonly number[]): number {
  const squares = values.reduce((sum, value) => sum + value ** 2, 0);
  const products = values.slice(1).reduce((sum, value, index) => sum + value * (values[index] as number), 0);
  const correlation = squares > 0 ? Math.max(0, products / squares) : 0;
  return (1 + correlation) / (1 - correlation);
}

function aroundMean(values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

/** From 1; equal values share the middle of their ranks. */
function ranksOf(values: readonly number[]): readonly number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 + 1);
}

function isLarge({ before, after }: { readonly before: number; readonly after: number }): boolean {
  return before > 0 && Math.abs(after / before - 1) >= MIN_CHANGE;
}
