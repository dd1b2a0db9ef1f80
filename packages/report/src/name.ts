/** Names come from transcripts: project, branch, tool. They are data, may be hostile, and can be very long. */

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\u200f]/u;

/** A name as one line of at most `length` characters. */
export function clipName(name: string, length = 44): string {
  // Separators and control characters would break a row of text, explicit directions turn what follows around.
  const line = name
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
  const characters = Array.from(line);
  const clipped = characters.length <= length ? line : `${characters.slice(0, length - 1).join('')}…`;
  return RIGHT_TO_LEFT.test(clipped) ? `\u2068${clipped}\u2069` : clipped;
}

const FAMILY = /(opus|sonnet|haiku|fable)/;

/** `opus` of `claude-opus-4-5-20251101`; `other` for a model of no known family. */
export function modelFamily(model: string): string {
  return FAMILY.exec(model.toLowerCase())?.[1] ?? 'other';
}

/** `Opus 4.5` for Anthropic's own ids, else the id itself. */
export function modelLabel(model: string): string {
  const modern = /^claude-(opus|sonnet|haiku|fable)-(\d{1,2})(?:-(\d{1,2}))?(?:-\d{8})?$/.exec(model);
  const early = /^claude-(\d{1,2})(?:-(\d{1,2}))?-(opus|sonnet|haiku)(?:-\d{8})?$/.exec(model);
  const [family, major, minor] = modern
    ? [modern[1], modern[2], modern[3]]
    : early
      ? [early[3], early[1], early[2]]
      : [];
  if (family === undefined || major === undefined) return clipName(model, 36);
  return `${family[0]?.toUpperCase()}${family.slice(1)} ${minor === undefined ? major : `${major}.${minor}`}`;
}
