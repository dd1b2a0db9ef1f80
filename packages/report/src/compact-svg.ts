const NUMBERS = /\b(d|transform|x|y|x1|x2|y1|y2|width|height|points|cx|cy|r|viewBox)="([^"]*)"/g;

/** What says nothing here: the figure has the name, the page the font, and marks take no events. */
const NOISE =
  / (?:role|aria-[a-z]+|class|stroke-miterlimit|font-family|pointer-events)="[^"]*"| (?:opacity="1"|[xy]2="0"|stroke-width="1"|transform="translate\(0,0\)")/g;
const HIDDEN = 'aria-hidden="true"';

/** A drawing of Vega in a third of its bytes: rounded coordinates, no names (the figure has one), ids by chart, nothing said twice. */
export function compactSvg(svg: string, id: string): string {
  const ids = new Map<string, string>();
  const rename = (name: string) => {
    if (!ids.has(name)) ids.set(name, `${id}-${ids.size + 1}`);
    return ids.get(name) ?? name;
  };
  const clean = svg
    .replace(NOISE, '')
    .replace(/<svg [^>]*?viewBox="([^"]*)"[^>]*>/, (_, box: string) => `<svg viewBox="${box}" ${HIDDEN}>`)
    .replace(
      NUMBERS,
      (_, name: string, value: string) => `${name}="${value.replace(/-?\d+\.\d+(e-?\d+)?/g, roundNumber)}"`,
    )
    .replace(/ id="([^"]*)"/g, (_, name: string) => ` id="${rename(name)}"`)
    .replace(/url\(#([^)]*)\)/g, (_, name: string) => `url(#${rename(name)})`)
    .replace(
      /<text ([^>]*)transform="translate\(([^,)]*),([^,)]*)\)"/g,
      (_, before: string, x: string, y: string) => `<text ${before}x="${x}" y="${y}"`,
    );
  const joined = clean
    .replace(/ d="(M[\d.,-]+(?:L[\d.,-]+){8,}Z?)"/g, (_, path: string) => ` d="${straightened(path)}"`)
    .replace(/(?:<path d="[^"]*Z" [^>]*\/>){2,}/g, joinedBars);
  const root = merged(parsed(joined));
  joinLines(root);
  return sharedMarks(written(root), id);
}

function roundNumber(text: string): string {
  const rounded = Math.round(Number(text) * 10) / 10;
  return Object.is(rounded, -0) ? '0' : String(rounded);
}

/** A path of steps without the points on its straight stretches, which are half of them; along an axis only what changes is said. */
function straightened(path: string): string {
  const points = path
    .replace('Z', '')
    .slice(1)
    .split('L')
    .map((point) => point.split(',').map(Number) as [number, number]);
  const kept: [number, number][] = [];
  for (const point of points) {
    const [before, last] = [kept.at(-2), kept.at(-1)];
    const isOn = (axis: 0 | 1) => before?.[axis] === last?.[axis] && last?.[axis] === point[axis];
    if (before !== undefined && (isOn(0) || isOn(1))) kept.pop();
    kept.push(point);
  }
  const [first = [0, 0], ...others] = kept;
  let [x, y] = first;
  const steps = others.map(([toX, toY]) => {
    const step = toX === x ? (toY === y ? '' : `V${toY}`) : toY === y ? `H${toX}` : `L${toX},${toY}`;
    [x, y] = [toX, toY];
    return step;
  });
  return `M${first.join(',')}${steps.join('')}${path.endsWith('Z') ? 'Z' : ''}`;
}

const BAR = /<path d="([^"]*Z)" ([^>]*)\/>/g;

/** Bars of one colour as one path: they lie side by side, so their order says nothing. */
function joinedBars(bars: string): string {
  const outlines = new Map<string, string>();
  for (const [, outline = '', look = ''] of bars.matchAll(BAR)) {
    outlines.set(look, (outlines.get(look) ?? '') + outline);
  }
  return [...outlines].map(([look, outline]) => `<path d="${outline}" ${look}/>`).join('');
}

interface Node {
  name: string;
  attributes: Map<string, string>;
  children: (Node | string)[];
}

const TOKEN = /<(\/?)([\w:]+)([^>]*?)(\/?)>|[^<]+/g;

/** Vega escapes every `<` and `>` in text and attributes. */
function parsed(svg: string): Node {
  const root: Node = { name: '', attributes: new Map(), children: [] };
  const open = [root];
  for (const [text, end, name, attributes = '', empty] of svg.matchAll(TOKEN)) {
    const parent = open.at(-1) ?? root;
    if (name === undefined) parent.children.push(text);
    else if (end === '/') open.pop();
    else {
      const node: Node = {
        name,
        attributes: new Map(
          [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
        ),
        children: [],
      };
      parent.children.push(node);
      if (empty !== '/') open.push(node);
    }
  }
  return root;
}

const INHERITED = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-dasharray',
  'font-size',
  'font-weight',
  'text-anchor',
];

/** Without what draws nothing, without groups that do nothing; what all children share stands once, at their group. */
function merged(node: Node): Node {
  if (node.name === 'defs' || node.name === 'clipPath') return node;
  node.children = node.children.flatMap((child) => {
    if (typeof child === 'string') return [child];
    const { name, attributes, children } = merged(child);
    if (attributes.get('opacity') === '0') return [];
    if (name === 'path' && !attributes.has('fill') && !attributes.has('stroke')) return [];
    if (name !== 'g') return [child];
    if (children.length === 0) return [];
    return attributes.size === 0 ? children : [child];
  });
  const children = node.children.filter((child) => typeof child !== 'string');
  if (node.name !== 'g' || children.length < 2) return node;
  for (const name of INHERITED) {
    const value = children[0]?.attributes.get(name);
    if (value === undefined || children.some((child) => child.attributes.get(name) !== value)) continue;
    for (const child of children) child.attributes.delete(name);
    node.attributes.set(name, value);
  }
  return node;
}

/** Lines that only differ in where they stand, like those of a grid, as one path. */
function joinLines(node: Node): void {
  const looks = new Map<string, Node>();
  node.children = node.children.filter((child) => {
    if (typeof child === 'string') return true;
    joinLines(child);
    if (child.name !== 'line') return true;
    const {
      transform = 'translate(0,0)',
      x2 = '0',
      y2 = '0',
      ...look
    } = Object.fromEntries(child.attributes);
    const [, x, y] = /^translate\(([\d.-]+),([\d.-]+)\)$/.exec(transform) ?? [];
    if (x === undefined) return true;
    const line = `M${x},${y}${y2 === '0' ? `h${x2}` : x2 === '0' ? `v${y2}` : `l${x2},${y2}`}`;
    const first = looks.get(JSON.stringify(look));
    if (first !== undefined) {
      first.attributes.set('d', first.attributes.get('d') + line);
      return false;
    }
    child.name = 'path';
    child.attributes = new Map(Object.entries({ d: line, ...look }));
    looks.set(JSON.stringify(look), child);
    return true;
  });
}

function written({ name, attributes, children }: Node): string {
  const inner = children.map((child) => (typeof child === 'string' ? child : written(child))).join('');
  if (name === '') return inner;
  const tag = [name, ...[...attributes].map(([key, value]) => `${key}="${value}"`)].join(' ');
  return inner === '' ? `<${tag}/>` : `<${tag}>${inner}</${name}>`;
}

const MARK = /<path transform="translate\(([^,]*),([^)]*)\)" (d="[^"]*"[^>]*)\/>/g;

/** A mark that is drawn many times is drawn once and used. */
function sharedMarks(svg: string, id: string): string {
  const counts = new Map<string, number>();
  for (const [, , , mark = ''] of svg.matchAll(MARK)) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  const shared = new Map(
    [...counts].filter(([, count]) => count > 3).map(([mark], index) => [mark, `${id}-m${index}`]),
  );
  if (shared.size === 0) return svg;
  const definitions = [...shared].map(([mark, name]) => `<path id="${name}" ${mark}/>`).join('');
  return svg
    .replace(MARK, (whole, x: string, y: string, mark: string) => {
      const name = shared.get(mark);
      return name === undefined ? whole : `<use href="#${name}" x="${x}" y="${y}"/>`;
    })
    .replace('>', () => `><defs>${definitions}</defs>`);
}
