import type { Measured, SqlRecord } from '../../metric.js';

const TOKENS = ['input', 'write_5m', 'write_1h', 'read', 'output'] as const;
type TokenClass = (typeof TOKENS)[number];
type Prices = Readonly<Record<TokenClass, number>>;

/** Parts of the cost at list prices, and which mechanism a change of their amount per request is. */
const PARTS = ['context', 'cache', 'session_start', 'new_material', 'output', 'premiums', 'fees'] as const;
type Part = (typeof PARTS)[number];
type Mechanism = 'volume' | 'project_mix' | 'model_mix' | 'price' | Part;

/** USD and requests of one model in one project, in one period. */
interface Side {
  requests: number;
  /** At the list price of the time. */
  readonly own: Record<Part, number>;
  /** At the mean of the list prices of both periods. */
  readonly common: Record<Part, number>;
}

/** The same before and now; `price` is what the list prices changed, USD. */
interface Cell {
  readonly project: string;
  readonly before: Side;
  readonly now: Side;
  price: number;
}

/**
 * Splits the difference of two periods' costs into contributions that sum to it. At each level (requests, projects, models,
 * amounts per request, prices) a product a·b changes by Δa·mean(b) + Δb·mean(a), so no factor goes first.
 */
export function difference(records: readonly SqlRecord[]): Measured {
  const total = (isCurrent: boolean) =>
    records.find((record) => record['is_current'] === isCurrent && record['project'] === null);
  const now = total(true)?.['cost_usd'];
  const before = total(false)?.['cost_usd'];
  if (typeof now !== 'number' || typeof before !== 'number') {
    return { value: null, lowerBound: false, rows: [] };
  }
  const groups = records.filter((record) => record['project'] !== null);
  const cells = cellsOf(groups);
  const projects = [...new Set(cells.map(({ project }) => project))];
  const all = [sideSum(cells, 'before'), sideSum(cells, 'now')] as const;
  const byProject = projects
    .map((project) => {
      const own = cells.filter((cell) => cell.project === project);
      return { project, cells: own, contributions: contributions(own, all) };
    })
    .sort((a, b) => sizeOf(b.contributions) - sizeOf(a.contributions) || (a.project < b.project ? -1 : 1));
  const sum = new Map<Mechanism, number>();
  for (const each of byProject) {
    for (const [mechanism, usd] of each.contributions) sum.set(mechanism, (sum.get(mechanism) ?? 0) + usd);
  }
  return {
    value: now - before,
    lowerBound: false,
    rows: [
      ...rowsOf('all', null, cells, sum),
      ...sessionRows(now, before, Number(total(true)?.['sessions']), Number(total(false)?.['sessions'])),
      ...byProject.flatMap((each) =>
        rowsOf('project', each.project, each.cells, ofOneProject(each.contributions)).filter(
          (row) => row['contribution_usd'] !== 0,
        ),
      ),
    ],
  };
}

function cellsOf(groups: readonly SqlRecord[]): readonly Cell[] {
  const cells = new Map<string, Cell>();
  const common = commonPrices(groups);
  for (const group of groups) {
    const project = String(group['project']);
    const key = JSON.stringify([project, group['model']]);
    const cell = cells.get(key) ?? { project, before: newSide(), now: newSide(), price: 0 };
    cells.set(key, cell);
    const isCurrent = group['is_current'] === true;
    const side = isCurrent ? cell.now : cell.before;
    const own = ownParts(group);
    const { parts, priceUsd } = atPrices(group, own, common.get(String(group['model'])) as Prices);
    side.requests += Number(group['requests']);
    for (const part of PARTS) {
      side.own[part] += own[part];
      side.common[part] += parts[part];
    }
    cell.price += isCurrent ? priceUsd : -priceUsd;
  }
  return [...cells.values()];
}

function newSide(): Side {
  const zero = () => Object.fromEntries(PARTS.map((part) => [part, 0])) as Record<Part, number>;
  return { requests: 0, own: zero(), common: zero() };
}

function ownParts(group: SqlRecord): Record<Part, number> {
  return Object.fromEntries(PARTS.map((part) => [part, Number(group[`${part}_usd`])])) as Record<
    Part,
    number
  >;
}

/** Per model: the mean of its price before and its price now; where it was used in one of them, that one's. */
function commonPrices(groups: readonly SqlRecord[]): ReadonlyMap<string, Prices> {
  const models = [...new Set(groups.map((group) => String(group['model'])))];
  return new Map(
    models.map((model) => {
      const own = groups.filter((group) => group['model'] === model);
      const prices = TOKENS.map((tokens) => [tokens, commonPrice(own, tokens)]);
      return [model, Object.fromEntries(prices) as Prices];
    }),
  );
}

function commonPrice(groups: readonly SqlRecord[], tokens: TokenClass): number {
  const prices = groups.map((group) => Number(group[`p_${tokens}`]));
  const first = prices[0] as number;
  if (prices.every((price) => price === first)) return first;
  const means = [true, false]
    .map((isCurrent) => groups.filter((group) => group['is_current'] === isCurrent))
    .flatMap((side) => {
      const count = sumOf(side, (group) => Number(group[`${tokens}_tokens`]));
      return count === 0 ? [] : [sumOf(side, (group) => tokensCost(group, tokens)) / count];
    });
  return means.length === 0 ? first : sumOf(means, (mean) => mean) / means.length;
}

function tokensCost(group: SqlRecord, tokens: TokenClass): number {
  return Number(group[`${tokens}_tokens`]) * Number(group[`p_${tokens}`]);
}

/**
 * A group's parts at other prices, and what its own prices add to them. Context is all reads, output all output; what is left
 * of the prompt is scaled as a whole, because it mixes classes.
 */
function atPrices(group: SqlRecord, own: Record<Part, number>, prices: Prices) {
  if (TOKENS.every((tokens) => prices[tokens] === Number(group[`p_${tokens}`]))) {
    return { parts: own, priceUsd: 0 };
  }
  const promptChange = sumOf(
    TOKENS.filter((tokens) => tokens !== 'output'),
    (tokens) => Number(group[`${tokens}_tokens`]) * (Number(group[`p_${tokens}`]) - prices[tokens]),
  );
  const context = own.context * ratio(prices.read, Number(group['p_read']));
  const output = own.output * ratio(prices.output, Number(group['p_output']));
  const rest = own.cache + own.session_start + own.new_material;
  const scale = ratio(rest - (promptChange - (own.context - context)), rest);
  const parts = {
    ...own,
    context,
    output,
    cache: own.cache * scale,
    session_start: own.session_start * scale,
    new_material: own.new_material * scale,
  };
  return { parts, priceUsd: sumOf(PARTS, (part) => own[part] - parts[part]) };
}

function contributions(cells: readonly Cell[], [allBefore, allNow]: readonly [number, number]) {
  const before = sideSum(cells, 'before');
  const now = sideSum(cells, 'now');
  const perRequest = new Map<Part, number>(PARTS.map((part) => [part, 0]));
  let modelMix = 0;
  let meanCost = 0;
  for (const cell of cells) {
    const then = unitCosts(cell.before.requests > 0 ? cell.before : cell.now);
    const later = unitCosts(cell.now.requests > 0 ? cell.now : cell.before);
    const meanRequests = (cell.before.requests + cell.now.requests) / 2;
    for (const part of PARTS) {
      perRequest.set(part, (perRequest.get(part) as number) + meanRequests * (later[part] - then[part]));
    }
    const unitCost = sumOf(PARTS, (part) => (then[part] + later[part]) / 2);
    const shareThen = before > 0 ? cell.before.requests / before : cell.now.requests / now;
    const shareNow = now > 0 ? cell.now.requests / now : cell.before.requests / before;
    modelMix += ((before + now) / 2) * (shareNow - shareThen) * unitCost;
    meanCost += ((shareThen + shareNow) / 2) * unitCost;
  }
  const shareBefore = before / allBefore;
  const shareNow = now / allNow;
  return new Map<Mechanism, number>([
    ['volume', (allNow - allBefore) * ((shareBefore + shareNow) / 2) * meanCost],
    ['project_mix', ((allBefore + allNow) / 2) * (shareNow - shareBefore) * meanCost],
    ['model_mix', modelMix],
    ['price', sumOf(cells, (cell) => cell.price)],
    ...perRequest,
  ]);
}

/** Of one project, both its part of the volume and of the mix come of how many requests it has: one without any grew by none. */
function ofOneProject(byMechanism: ReadonlyMap<Mechanism, number>): ReadonlyMap<Mechanism, number> {
  const own = new Map(byMechanism);
  own.set('volume', (own.get('volume') ?? 0) + (own.get('project_mix') ?? 0));
  own.delete('project_mix');
  return own;
}

function unitCosts(side: Side): Readonly<Record<Part, number>> {
  return Object.fromEntries(PARTS.map((part) => [part, side.common[part] / side.requests])) as Record<
    Part,
    number
  >;
}

function rowsOf(
  scope: string,
  project: string | null,
  cells: readonly Cell[],
  byMechanism: ReadonlyMap<Mechanism, number>,
): readonly SqlRecord[] {
  const isPart = (mechanism: Mechanism): mechanism is Part =>
    (PARTS as readonly Mechanism[]).includes(mechanism);
  return [...byMechanism]
    .map(([mechanism, usd]) => ({
      scope,
      project,
      mechanism,
      previous_usd: isPart(mechanism) ? sumOf(cells, (cell) => cell.before.own[mechanism]) : null,
      current_usd: isPart(mechanism) ? sumOf(cells, (cell) => cell.now.own[mechanism]) : null,
      previous_count: mechanism === 'volume' ? sideSum(cells, 'before') : null,
      current_count: mechanism === 'volume' ? sideSum(cells, 'now') : null,
      contribution_usd: withoutDust(usd),
    }))
    .sort((a, b) => Math.abs(b.contribution_usd) - Math.abs(a.contribution_usd));
}

/** The plain split that people expect: how many sessions, and what one costs. It sums to the difference too. */
function sessionRows(
  now: number,
  before: number,
  sessionsNow: number,
  sessionsBefore: number,
): readonly SqlRecord[] {
  const perSession = { now: now / sessionsNow, before: before / sessionsBefore };
  const row = { scope: 'sessions', project: null };
  return [
    {
      ...row,
      mechanism: 'sessions',
      previous_usd: null,
      current_usd: null,
      previous_count: sessionsBefore,
      current_count: sessionsNow,
      contribution_usd: (sessionsNow - sessionsBefore) * perSession.before,
    },
    {
      ...row,
      mechanism: 'cost_per_session',
      previous_usd: perSession.before,
      current_usd: perSession.now,
      previous_count: null,
      current_count: null,
      contribution_usd: sessionsNow * (perSession.now - perSession.before),
    },
  ];
}

/** What is left of rounding, and of −0, is 0: a row of 1e-17 dollars would be noise. */
function withoutDust(usd: number): number {
  return Math.abs(usd) < 1e-12 ? 0 : usd;
}

function sideSum(cells: readonly Cell[], side: 'before' | 'now'): number {
  return sumOf(cells, (cell) => cell[side].requests);
}

function sizeOf(byMechanism: ReadonlyMap<Mechanism, number>): number {
  return Math.abs(sumOf([...byMechanism.values()], (usd) => usd));
}

function ratio(a: number, b: number): number {
  return b === 0 ? 1 : a / b;
}

function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
