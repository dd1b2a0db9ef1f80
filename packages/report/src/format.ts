/** Every number of the report becomes text here. No locale is asked: the same value is the same text everywhere. */

const MINUS = '\u2212';

/** What stands in place of a value that does not exist. Never 0. */
export const ABSENT = 'n/a';

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

function fixed(value: number, decimals: number): string {
  const [whole = '0', fraction] = value.toFixed(decimals).split('.');
  return fraction === undefined ? grouped(whole) : `${grouped(whole)}.${fraction}`;
}

function signed(value: number, text: (magnitude: number) => string): string {
  return value < 0 ? `${MINUS}${text(-value)}` : text(value);
}

/** `2,345`. */
export function formatCount(value: number | null): string {
  return value === null ? ABSENT : signed(value, (magnitude) => fixed(Math.round(magnitude), 0));
}

/** `12.3K` from 10,000 on, in thousands, millions or billions with one decimal. */
function shortDollars(value: number): string {
  if (value >= 999_950_000) return `$${fixed(value / 1e9, 1)}B`;
  if (value >= 999_950) return `$${fixed(value / 1e6, 1)}M`;
  return `$${fixed(value / 1e3, 1)}K`;
}

function dollars(wholeFrom: number) {
  return (value: number): string => {
    if (value === 0) return '$0.00';
    if (value < 0.01) return '<$0.01';
    if (Math.round(value) >= 10_000) return shortDollars(value);
    // Round first: 9.996 is "$10", not "$10.00".
    return Math.round(value * 100) / 100 >= wholeFrom ? `$${fixed(value, 0)}` : `$${fixed(value, 2)}`;
  };
}

/** US dollars in sentences and tiles: whole from $10, else cents; `$12.3K` from $10,000; `<$0.01`. */
export function formatUsd(value: number | null): string {
  return value === null ? ABSENT : signed(value, dollars(10));
}

/** US dollars in tables: cents under $100, none above. */
export function formatUsdCell(value: number | null): string {
  return value === null ? ABSENT : signed(value, dollars(100));
}

/** US dollars to the cent, however large. */
export function formatUsdExact(value: number | null): string {
  if (value === null) return ABSENT;
  return signed(value, (magnitude) =>
    magnitude > 0 && magnitude < 0.01 ? '<$0.01' : `$${fixed(magnitude, 2)}`,
  );
}

/** `812`, `1.2K`, `340K`, `1.2M`, `2.5B`. */
export function formatTokens(value: number | null): string {
  if (value === null) return ABSENT;
  return signed(value, (magnitude) => {
    if (magnitude < 999.5) return fixed(magnitude, 0);
    for (const [size, letter] of [
      [1e3, 'K'],
      [1e6, 'M'],
      [1e9, 'B'],
    ] as const) {
      const scaled = magnitude / size;
      if (scaled < 9.95) return `${fixed(scaled, 1)}${letter}`;
      if (scaled < 999.5 || letter === 'B') return `${fixed(scaled, 0)}${letter}`;
    }
    return fixed(magnitude, 0);
  });
}

/** A share of one as percent: whole, one decimal above 90% and under 5%. */
export function formatPercent(ratio: number | null): string {
  if (ratio === null) return ABSENT;
  return signed(ratio, (magnitude) => {
    const percent = magnitude * 100;
    if (percent === 0 || percent === 100) return `${percent}%`;
    if (percent < 0.05) return '<0.1%';
    if (percent > 99.9 && percent < 100) return '>99.9%';
    const decimals = percent < 4.95 || (percent > 90 && percent < 100) ? 1 : 0;
    return `${fixed(percent, decimals)}%`;
  });
}

/** The size of a change, without sign: whole percent, one decimal under 5%; a factor from 10 times on. */
export function formatChange(ratio: number): string {
  const magnitude = Math.abs(ratio);
  if (ratio >= 9.5) return `${fixed(ratio + 1, 0)} times`;
  return magnitude < 0.0495 ? `${fixed(magnitude * 100, 1)}%` : `${fixed(magnitude * 100, 0)}%`;
}

/** `+33%`, `−12%`, `±0%`, `×12`. */
export function formatDelta(ratio: number | null): string {
  if (ratio === null) return ABSENT;
  if (Math.abs(ratio) < 0.0005) return '±0%';
  if (ratio >= 9.5) return `×${fixed(ratio + 1, 0)}`;
  return `${ratio < 0 ? MINUS : '+'}${formatChange(ratio)}`;
}

/** `2.4×`. */
export function formatFactor(value: number | null): string {
  return value === null ? ABSENT : `${fixed(value, value < 9.95 ? 1 : 0)}×`;
}

/** `2.4`, `0.26`, `−1.0`: a number without a unit. */
export function formatDecimal(value: number | null): string {
  return value === null ? ABSENT : signed(value, (magnitude) => fixed(magnitude, magnitude < 0.995 ? 2 : 1));
}

/** A score of 0 to 100, whole. */
export function formatScore(value: number | null): string {
  return value === null ? ABSENT : fixed(value, 0);
}

/** Seconds as `350 ms`, `4.2 s`, `48 s`, `1 min 21 s`, `12 min`, `3 h 05 min`, `142 h`. */
export function formatDuration(seconds: number | null): string {
  if (seconds === null) return ABSENT;
  if (seconds === 0) return '0 s';
  if (seconds < 0.9995) return `${fixed(seconds * 1000, 0)} ms`;
  if (seconds < 9.95) return `${fixed(seconds, 1)} s`;
  if (seconds < 59.5) return `${fixed(seconds, 0)} s`;
  const whole = Math.round(seconds);
  if (whole < 600 && whole % 60 > 0)
    return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 100) return `${fixed(minutes / 60, 0)} h`;
  return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** `1.2 MB`; decimal units, as file managers show them. */
export function formatBytes(value: number): string {
  if (value < 1000) return `${fixed(value, 0)} B`;
  if (value < 999_950) return `${fixed(value / 1e3, 1)} KB`;
  if (value < 999_950_000) return `${fixed(value / 1e6, 1)} MB`;
  return `${fixed(value / 1e9, 1)} GB`;
}

/** `≥ $534` when the true value can only be larger; the space does not break. */
export function formatBound(text: string, lowerBound: boolean): string {
  return lowerBound && text !== ABSENT ? `≥\u00a0${text}` : text;
}

/** `1 session`, `2,345 sessions`. */
export function formatPlural(count: number | null, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
