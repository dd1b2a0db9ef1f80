/**
 * Candidates for a model id in the price table, best first. Providers dress ids up: a prefix of the provider
 * or region, a version, a date, a context marker. Nothing here guesses a family: no match is unpriced.
 */
export function modelCandidates(model: string): readonly string[] {
  const bare = undressed(model);
  const candidates = [
    model,
    bare,
    withFamilyLast(bare),
    withoutDate(bare),
    withFamilyLast(withoutDate(bare)),
  ];
  return [...new Set(candidates)];
}

/** Without provider path, region prefix, `-v1:0`, `@date`, `[1m]`; dots between digits read as dashes. */
function undressed(model: string): string {
  return (
    model
      .trim()
      .toLowerCase()
      .replace(/\[\d+[km]\]$/, '')
      .replace(/^.*\//, '')
      .replace(/^([a-z]{2,6}(-[a-z]+)?\.)?anthropic[.:]/, '')
      .replace(/@(20\d{6}|default|latest)$/, (_, date: string) => (/^\d/.test(date) ? `-${date}` : ''))
      // A version above 1 says nothing new only beside a date; `claude-opus-5-v2` could be any model.
      .replace(/(-v1|(?<=-20\d{6})-v\d+)(:\d+)?(:\d+k)?$/, '')
      .replace(/-v\d+(?=-20\d{6}$)/, '')
      .replace(/(?<=\d)\.(?=\d)/g, '-')
  );
}

function withoutDate(model: string): string {
  return model.replace(/-20\d{6}$/, '');
}

/** `claude-4-5-opus` is `claude-opus-4-5`, for version 4 and up; earlier ids have the number first. */
function withFamilyLast(model: string): string {
  const match = /^claude-(\d{1,2})(?:-(\d{1,2}))?-([a-z]+)(-20\d{6})?$/.exec(model);
  if (match === null || Number(match[1]) < 4) return model;
  const [, major, minor, family, date = ''] = match;
  return `claude-${family}-${major}${minor === undefined ? '' : `-${minor}`}${date}`;
}
