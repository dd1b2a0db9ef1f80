const EPOCH = /limit reached\|(\d{10})\b/;
const CLOCK = /\blimit\b.{0,40}?\bresets (\d{1,2})(?::(\d{2}))? ?([ap]m)\b(?: \(([A-Za-z0-9_+/-]{1,64})\))?/i;

/**
 * When a usage limit resets, as the notice about it says: seconds since 1970, or a time of day in a named zone.
 * @param atMs when the notice was written; a time of day means the next one after it.
 * @returns milliseconds since 1970; null when the text names no such time, or one without a zone.
 */
export function limitResetMs(text: string, atMs: number | null): number | null {
  const seconds = EPOCH.exec(text)?.[1];
  if (seconds !== undefined) return Number(seconds) * 1000;
  const clock = CLOCK.exec(text);
  if (clock === null || clock[4] === undefined || atMs === null) return null;
  const target =
    ((Number(clock[1]) % 12) + (clock[3]?.toLowerCase() === 'pm' ? 12 : 0)) * 60 + Number(clock[2] ?? 0);
  const now = minuteOfDay(atMs, clock[4]);
  if (now === null) return null;
  return atMs - (atMs % 60_000) + ((target - now + 1440) % 1440) * 60_000;
}

function minuteOfDay(timeMs: number, zone: string): number | null {
  try {
    const format = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23',
    });
    const part = new Map(format.formatToParts(timeMs).map(({ type, value }) => [type, Number(value)]));
    return (part.get('hour') ?? 0) * 60 + (part.get('minute') ?? 0);
  } catch {
    return null;
  }
}
