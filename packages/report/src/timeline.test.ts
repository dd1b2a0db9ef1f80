import { expect, test } from 'vitest';
import { activeTimeline, timelineSpan } from './timeline.js';

test('a night between two requests takes ten minutes of the axis', () => {
  const points = [0, 60, 36_060, 36_120].map((at_s) => ({ at_s, context_tokens: 1 }));
  expect(activeTimeline(points).map((point) => point['at_s'])).toEqual([0, 60, 660, 720]);
});

test('minutes up to three hours, then hours', () => {
  expect(timelineSpan([{ at_s: 10_800 }]).name).toBe('min');
  expect(timelineSpan([{ at_s: 10_801 }])).toEqual({ seconds: 3600, name: 'h' });
});
