import { numberOf, type Row } from './reading.js';

/** Longest pause that the timeline of a session shows in full, in seconds. */
const PAUSE_S = 600;

export const TIMELINE_SUBTITLE = 'Tokens by time; pauses over 10 minutes are shortened, ▼ marks a compaction';

/** The points of one session with long pauses cut, so that a session of three days is no row of spikes. */
export function activeTimeline(points: readonly Row[]): readonly Row[] {
  let cut = 0;
  let before = 0;
  return points.map((point, index) => {
    const at = numberOf(point, 'at_s') ?? 0;
    if (index > 0) cut += Math.max(0, at - before - PAUSE_S);
    before = at;
    return { ...point, at_s: at - cut };
  });
}

/** The unit of the time axis: minutes up to three hours. */
export function timelineSpan(points: readonly Row[]): { readonly seconds: number; readonly name: string } {
  const last = points.at(-1);
  return last !== undefined && (numberOf(last, 'at_s') ?? 0) > 10_800
    ? { seconds: 3600, name: 'h' }
    : { seconds: 60, name: 'min' };
}
