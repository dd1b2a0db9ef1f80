import type { MetricsDb } from '../metrics-db.js';
import { grouped, known, type RawRow, rawRows, rowsOf, scaled, sortedBy } from './rows-reference.js';

/**
 * From the rows of the raw tables to requests with prices, prompts, tool calls, errors, compactions and activity, in plain
 * loops: the views once more, without SQL. Names of projects, prices and which model is priced as which are taken as stored.
 */

const FIVE_MINUTES_MS = 300_000;
const HALF_AN_HOUR_MS = 1_800_000;
const LAST_MS = Number.MAX_SAFE_INTEGER;

/** Money of a token in 10⁻¹² USD. */
export interface Prices {
  readonly input: bigint;
  readonly write5m: bigint;
  readonly write1h: bigint;
  readonly read: bigint;
  readonly output: bigint;
}

export interface Tokens {
  readonly input: number;
  readonly write5m: number;
  readonly write1h: number;
  readonly read: number;
  readonly output: number;
}

type ThreadKind = 'main' | 'subagent' | 'compaction' | 'side' | 'advisor';

export interface Request {
  readonly key: string;
  readonly session: string;
  readonly project: string;
  readonly thread: string;
  readonly kind: ThreadKind;
  readonly model: string | null;
  readonly tokens: Tokens;
  readonly searches: number;
  readonly startedMs: number;
  readonly endedMs: number;
  readonly messageId: string | null;
  readonly parentMessageId: string | null;
  readonly missReason: string | null;
  readonly isIncomplete: boolean;
  readonly branch: string | null;
  readonly version: string | null;
  readonly entrypoint: string | null;
  /** Of its lines, the first that is not null each. */
  readonly skill: string | null;
  readonly plugin: string | null;
  readonly mcpServer: string | null;
  /** Directory above `projects` of the file that holds its first line; null: no file. */
  readonly root: string | null;
  /** Input with cache: the whole prompt. */
  readonly context: number;
  readonly written: number;
  readonly effective: number;
  /** As charged; null: unpriced. */
  readonly prices: Prices | null;
  /** As listed for short prompts. */
  readonly standard: Prices | null;
  /** First day of these prices; null: from the start. */
  readonly pricedFrom: string | null;
  readonly longOver: number | null;
  readonly window: number | null;
  /** Of speed, region and batch, in 10⁻⁴. */
  readonly factor: bigint;
  /** In 10⁻¹⁶ USD: searches; the tokens at list prices; all of it. */
  readonly fee: bigint;
  readonly list: bigint | null;
  readonly cost: bigint | null;
}

export interface Call {
  readonly key: string;
  readonly requestKey: string | null;
  readonly tool: string;
  readonly server: string | null;
  readonly timeMs: number | null;
  readonly session: string;
  readonly thread: string;
  readonly kind: ThreadKind;
  readonly model: string | null;
  readonly outcome: string;
  readonly isDialogue: boolean;
  readonly isCommit: boolean;
  readonly isPullRequest: boolean;
  readonly inputCharacters: number | null;
  readonly durationMs: number | null;
  readonly isReported: boolean;
  /** The result that counts; null: none. */
  readonly result: RawRow<'toolResult'> | null;
}

export interface Prompt {
  readonly key: string;
  readonly timeMs: number;
  readonly session: string;
  readonly kind: string;
  readonly isHuman: boolean;
  readonly permissionMode: string | null;
}

export interface Compaction {
  readonly key: string;
  readonly timeMs: number;
  readonly session: string;
  readonly thread: string;
  readonly kind: 'compact' | 'microcompact';
  readonly trigger: string;
  readonly preTokens: number | null;
  readonly postTokens: number | null;
}

interface ApiError {
  readonly key: string;
  readonly timeMs: number;
  readonly session: string;
  readonly kind: string;
  readonly code: string;
  readonly status: number | null;
  readonly resetsMs: number | null;
  readonly file: string;
  readonly line: number;
}

interface Turn {
  readonly timeMs: number;
  readonly session: string;
  readonly durationMs: number | null;
}

export interface Interval {
  readonly session: string;
  readonly fromMs: number;
  readonly toMs: number;
}

interface TranscriptFile {
  readonly fileId: number;
  readonly path: string;
  readonly name: string;
  readonly rank: number;
  readonly agentId: string | null;
  readonly agentType: string | null;
  readonly session: string;
  readonly ownFromMs: number;
}

export interface Facts {
  readonly files: ReadonlyMap<number, TranscriptFile>;
  /** In order of time. */
  readonly requests: readonly Request[];
  /** By session, the requests of other sessions that stand in its transcripts. */
  readonly inherited: ReadonlyMap<string, ReadonlySet<string>>;
  readonly calls: readonly Call[];
  readonly prompts: readonly Prompt[];
  readonly interruptions: readonly { readonly timeMs: number; readonly session: string }[];
  readonly errors: readonly ApiError[];
  readonly compactions: readonly Compaction[];
  readonly turns: readonly Turn[];
  /** Stretches without a pause over five minutes, by session. */
  readonly intervals: readonly Interval[];
  readonly projects: ReadonlyMap<string, string>;
  /** Subagents by id: their type, and the subagent that started them. */
  readonly agents: ReadonlyMap<string, { readonly type: string | null; readonly parent: string | null }>;
  /** Prices at list of a model on the UTC day of an instant. */
  readonly listPrices: (model: string, ms: number) => Prices | null;
}

interface PriceRow {
  readonly model: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly [name: string]: string | null;
}

interface KeyedLine {
  readonly row: RawRow<'usageLine'>;
  readonly file: TranscriptFile;
  readonly lineSession: string;
  requestKey: string;
  isCounted: boolean;
}

export async function readFacts(db: MetricsDb): Promise<Facts> {
  const records = await rawRows(db, 'record');
  const files = await readFiles(db, records);
  const fileOf = ({ fileId }: { readonly fileId: number }) => files.get(fileId) as TranscriptFile;
  const positionKey = (row: Position) => `line ${fileOf(row).name}:${row.line}:${row.part}`;
  const inPosition = <Row extends Position>(rows: readonly Row[]) =>
    sortedBy(
      rows,
      (row) => fileOf(row).rank,
      (row) => row.line,
      (row) => row.part,
    );

  const lines = keyedLines(await rawRows(db, 'usageLine'), fileOf, positionKey);
  const byRequest = grouped(lines, ({ requestKey }) => requestKey);
  const iterations = grouped(await rawRows(db, 'iteration'), positionKey);
  const unpriced = [...byRequest].flatMap(([key, all]) => {
    const message = messageOf(key, all);
    return message === null ? [] : [message, ...advisorsOf(message, all, iterations, positionKey)];
  });
  const projects = new Map(
    (await rowsOf(db, 'SELECT * FROM session_project')).map((row) => [
      String(row['sessionId']),
      String(row['project']),
    ]),
  );
  const priceOf = await readPrices(db);
  const requests = sortedBy(
    unpriced.map((request) => priced(request, projects.get(request.session) ?? '', priceOf)),
    ({ startedMs }) => startedMs,
    ({ key }) => key,
  );
  const owners = new Map(requests.map((request) => [request.key, request]));
  const inherited = new Map<string, Set<string>>();
  for (const { lineSession, requestKey } of lines) {
    const owner = owners.get(requestKey);
    if (owner === undefined || owner.session === lineSession) continue;
    inherited.set(lineSession, (inherited.get(lineSession) ?? new Set()).add(requestKey));
  }

  const copies = <Row extends Position & Origin>(rows: readonly Row[]) =>
    [...grouped(inPosition(rows), (row) => row.uuid ?? positionKey(row))].map(([key, group]) => ({
      key,
      rows: group,
      first: group[0] as Row,
      timeMs: smallest(group.map(({ timeMs }) => timeMs)),
      session: ownerOf(group.map((row) => ({ row, file: fileOf(row) }))),
    }));
  const dated = <Row extends { readonly timeMs: number | null }>(rows: readonly Row[]) =>
    rows.filter((row): row is Row & { readonly timeMs: number } => row.timeMs !== null);

  return {
    files,
    requests,
    inherited,
    projects,
    agents: agentsOf(files, await rawRows(db, 'toolResult')),
    calls: await readCalls(db, lines, owners, fileOf, positionKey),
    prompts: dated(copies(await rawRows(db, 'prompt'))).map(({ key, timeMs, session, first, rows }) => ({
      key,
      timeMs,
      session,
      kind: first.kind ?? '',
      isHuman: ['typed', 'queued', 'command'].includes(first.kind ?? ''),
      permissionMode: rows.find(({ permissionMode }) => permissionMode !== null)?.permissionMode ?? null,
    })),
    interruptions: dated(copies(await rawRows(db, 'interruption'))),
    errors: dated(copies(await rawRows(db, 'apiError'))).map(({ key, timeMs, session, first, rows }) => {
      const code = smallest(rows.map((row) => row.code));
      const status = smallest(rows.map((row) => row.status));
      return {
        key,
        timeMs,
        session,
        kind: first.kind ?? '',
        code: code ?? (status === null ? 'unknown' : `HTTP ${status}`),
        status,
        resetsMs: largest(rows.map(({ resetsMs }) => resetsMs)),
        file: fileOf(first).name,
        line: first.line,
      };
    }),
    compactions: dated(copies(await rawRows(db, 'compaction'))).map(
      ({ key, timeMs, session, first, rows }) => {
        const agent = smallest(rows.map(({ agentId }) => agentId));
        return {
          key,
          timeMs,
          session,
          thread: agent === null ? 'main' : `agent ${agent}`,
          kind: first.kind === 'microcompact' ? 'microcompact' : 'compact',
          trigger: smallest(rows.map(({ trigger }) => trigger)) ?? 'unknown',
          preTokens: largest(rows.map(({ preTokens }) => preTokens)),
          postTokens: largest(rows.map(({ postTokens }) => postTokens)),
        };
      },
    ),
    turns: dated(copies(await rawRows(db, 'turn'))).map(({ timeMs, session, rows }) => ({
      timeMs,
      session,
      durationMs: largest(rows.map(({ durationMs }) => durationMs)),
    })),
    intervals: intervalsOf(
      dated(copies(records.filter(({ uuid, timeMs }) => uuid !== null && timeMs !== null))),
    ),
    listPrices: (model, ms) => {
      const row = priceOf(model, ms);
      return row === null ? null : pricesOf(row, '');
    },
  };
}

interface Position {
  readonly fileId: number;
  readonly line: number;
  readonly part: number;
}

interface Origin {
  readonly uuid: string | null;
  readonly timeMs: number | null;
  readonly sessionId: string | null;
  readonly producerSessionId: string | null;
}

async function readFiles(
  db: MetricsDb,
  records: readonly RawRow<'record'>[],
): Promise<ReadonlyMap<number, TranscriptFile>> {
  const ownFrom = new Map<number, number>();
  const identified = records.filter(({ uuid, timeMs }) => uuid !== null && timeMs !== null);
  for (const group of grouped(identified, ({ uuid }) => uuid).values()) {
    const [{ fileId } = { fileId: 0 }] = group;
    if (group.some((record) => record.fileId !== fileId)) continue;
    const firstMs = Math.min(...group.map(({ timeMs }) => timeMs as number));
    ownFrom.set(fileId, Math.min(firstMs, ownFrom.get(fileId) ?? LAST_MS));
  }
  const sessions = new Map<number, string>();
  for (const { fileId, sessionId } of sortedBy(records, ({ line }) => line)) {
    if (sessionId !== null && !sessions.has(fileId)) sessions.set(fileId, sessionId);
  }
  const rows = sortedBy(
    await rowsOf(db, 'SELECT * FROM transcript'),
    (row) => row['name'] as string,
    (row) => row['path'] as string,
  );
  return new Map(
    rows.map((row, index) => {
      const fileId = Number(row['fileId']);
      const name = String(row['name']);
      return [
        fileId,
        {
          fileId,
          path: String(row['path']),
          name,
          rank: index + 1,
          agentId: row['agentId'] as string | null,
          agentType: row['agentType'] as string | null,
          session: sessions.get(fileId) ?? (row['pathSessionId'] as string | null) ?? name,
          ownFromMs: ownFrom.get(fileId) ?? LAST_MS,
        },
      ];
    }),
  );
}

function agentsOf(
  files: ReadonlyMap<number, TranscriptFile>,
  results: readonly RawRow<'toolResult'>[],
): Facts['agents'] {
  const seen = [
    ...[...files.values()].map(({ agentId, agentType }) => ({ id: agentId, type: agentType, parent: null })),
    ...results.map(({ subagentId, subagentType, agentId }) => ({
      id: subagentId,
      type: subagentType,
      parent: agentId,
    })),
  ];
  const named = grouped(seen, ({ id }) => id);
  return new Map(
    [...named].flatMap(([id, group]) =>
      id === null
        ? []
        : [
            [
              id,
              {
                type: smallest(group.map(({ type }) => type)),
                parent: smallest(group.map(({ parent }) => parent)),
              },
            ],
          ],
    ),
  );
}

/** Which request a usage line belongs to, and whether it counts: no copy, no replay of a main request in a sidechain. */
function keyedLines(
  rows: readonly RawRow<'usageLine'>[],
  fileOf: (row: Position) => TranscriptFile,
  positionKey: (row: Position) => string,
): KeyedLine[] {
  const lines: KeyedLine[] = [];
  const keyOf = (row: RawRow<'usageLine'>) => row.messageId ?? row.requestId ?? row.uuid ?? positionKey(row);
  for (const [key, group] of grouped(rows, keyOf)) {
    const inOrder = sortedBy(
      group,
      ({ timeMs }) => timeMs,
      ({ requestId }) => requestId ?? '',
      (row) => fileOf(row).rank,
      ({ line }) => line,
      ({ part }) => part,
    );
    const hasOriginal = group.some(({ isProgressCopy }) => !isProgressCopy);
    const hasMain = group.some(({ isSidechain }) => !isSidechain);
    const hasSidechain = group.some(({ isSidechain }) => isSidechain);
    let reuse = 0;
    for (const [index, row] of inOrder.entries()) {
      const before = inOrder[index - 1];
      const isApart =
        before !== undefined && (row.timeMs as number) - (before.timeMs as number) >= HALF_AN_HOUR_MS;
      const isOther =
        before !== undefined &&
        (row.requestId === null
          ? before.requestId === null
          : before.requestId !== null && row.requestId !== before.requestId);
      if (!hasSidechain && isApart && isOther) reuse++;
      const isDropped = row.isProgressCopy && hasOriginal;
      const isReplay = row.isSidechain && hasMain && !row.isProgressCopy;
      const file = fileOf(row);
      lines.push({
        row,
        file,
        lineSession: row.sessionId ?? file.session,
        requestKey: reuse === 0 ? key : `${key}\u0001${reuse}`,
        isCounted: !isDropped && !isReplay,
      });
    }
  }
  return lines;
}

type Unpriced = Omit<
  Request,
  | 'project'
  | 'context'
  | 'written'
  | 'effective'
  | 'prices'
  | 'standard'
  | 'pricedFrom'
  | 'longOver'
  | 'window'
  | 'factor'
  | 'fee'
  | 'list'
  | 'cost'
> & { readonly speed: string | null; readonly tier: string | null; readonly region: string | null };

/** @param all lines of the request, in order of time. */
function messageOf(key: string, all: readonly KeyedLine[]): Unpriced | null {
  const counted = all.filter(({ isCounted }) => isCounted);
  const rows = counted.map(({ row }) => row);
  const [first] = rows;
  if (first === undefined) return null;
  // The line with most output; of equals the last by time, then the last model by name.
  const chosen = rows.reduce((best, row) => {
    if (row.outputTokens !== best.outputTokens) return row.outputTokens > best.outputTokens ? row : best;
    if (row.timeMs !== best.timeMs) return Number(row.timeMs) > Number(best.timeMs) ? row : best;
    return (row.model ?? '') > (best.model ?? '') ? row : best;
  });
  const ofModel = rows.filter(({ model }) => model === chosen.model);
  const most = (of: (row: RawRow<'usageLine'>) => number) => Math.max(...ofModel.map(of));
  const write1h = most((row) => row.cacheCreation1hTokens);
  const agent = smallest(rows.map(({ agentId }) => agentId));
  const isSidechain = rows.every((row) => row.isSidechain);
  const root = smallest(rows.map(({ sidechainRoot }) => sidechainRoot));
  const stop = rows.findLast(({ stopReason }) => stopReason !== null)?.stopReason ?? null;
  const inOrder = [...counted, ...all.filter(({ isCounted }) => !isCounted)];
  const producer = inOrder.find(({ row }) => row.producerSessionId !== null)?.row.producerSessionId;
  const [own] = sortedBy(
    inOrder,
    ({ isCounted }) => !isCounted,
    ({ file }) => file.ownFromMs,
    ({ lineSession }) => lineSession,
  );
  const firstOf = (of: (row: RawRow<'usageLine'>) => string | null) => known(rows.map(of))[0] ?? null;
  return {
    key,
    session: producer ?? own?.lineSession ?? '',
    thread: agent !== null ? `agent ${agent}` : isSidechain ? `side ${root ?? ''}` : 'main',
    kind:
      agent !== null
        ? agent.startsWith('acompact')
          ? 'compaction'
          : 'subagent'
        : isSidechain
          ? 'side'
          : 'main',
    model: chosen.model,
    tokens: {
      input: most((row) => row.inputTokens),
      write5m: most((row) => row.cacheCreationTokens) - write1h,
      write1h,
      read: most((row) => row.cacheReadTokens),
      output: most((row) => row.outputTokens),
    },
    searches: most((row) => row.webSearchRequests),
    startedMs: Math.min(...rows.map(({ timeMs }) => Number(timeMs))),
    endedMs: Math.max(...rows.map(({ timeMs }) => Number(timeMs))),
    messageId: first.messageId,
    parentMessageId: first.parentMessageId,
    missReason: smallest(rows.map(({ cacheMissReason }) => cacheMissReason)),
    isIncomplete: stop === null,
    branch: first.gitBranch,
    version: first.version,
    entrypoint: first.entrypoint,
    skill: firstOf((row) => row.attributionSkill),
    plugin: firstOf((row) => row.attributionPlugin),
    mcpServer: firstOf((row) => row.attributionMcpServer),
    root: rootOf(counted[0]?.file),
    speed: chosen.speed,
    tier: chosen.serviceTier,
    region: chosen.inferenceGeo,
  };
}

function rootOf(file: TranscriptFile | undefined): string | null {
  if (file === undefined || file.path === file.name) return null;
  const below = file.name.split('/').length;
  return file.path.split('/').slice(0, -below).join('/');
}

/** What another model was asked on the side is a request of its own. */
function advisorsOf(
  message: Unpriced,
  all: readonly KeyedLine[],
  iterations: ReadonlyMap<string, readonly RawRow<'iteration'>[]>,
  positionKey: (row: Position) => string,
): Unpriced[] {
  const asked = all
    .filter(({ isCounted }) => isCounted)
    .flatMap(({ row }) =>
      (iterations.get(positionKey(row)) ?? []).map((one) => ({ ...one, timeMs: row.timeMs })),
    );
  return [...grouped(asked, ({ ordinal }) => ordinal)].map(([ordinal, group]) => {
    const chosen = group.reduce((best, one) => {
      if (one.outputTokens !== best.outputTokens) return one.outputTokens > best.outputTokens ? one : best;
      if (one.timeMs !== best.timeMs) return Number(one.timeMs) > Number(best.timeMs) ? one : best;
      return (one.model ?? '') > (best.model ?? '') ? one : best;
    });
    const ofModel = group.filter(({ model }) => model === chosen.model);
    const most = (of: (one: RawRow<'iteration'>) => number) => Math.max(...ofModel.map(of));
    const key = `${message.key}\u0001:${ordinal}`;
    const write1h = most((one) => one.cacheCreation1hTokens);
    return {
      ...message,
      key,
      thread: `advisor ${key}`,
      kind: 'advisor' as const,
      model: chosen.model,
      tokens: {
        input: most((one) => one.inputTokens),
        write5m: most((one) => one.cacheCreationTokens) - write1h,
        write1h,
        read: most((one) => one.cacheReadTokens),
        output: most((one) => one.outputTokens),
      },
      searches: most((one) => one.webSearchRequests),
      messageId: null,
      parentMessageId: null,
      missReason: null,
      speed: null,
      skill: null,
      plugin: null,
      mcpServer: null,
    };
  });
}

type PriceOf = (model: string | null, ms: number) => PriceRow | null;

async function readPrices(db: MetricsDb): Promise<PriceOf> {
  const prices = (await rowsOf(db, 'SELECT COLUMNS(*)::VARCHAR FROM price')) as unknown as PriceRow[];
  const pricedAs = new Map(
    (await rowsOf(db, 'SELECT * FROM priced_model')).map((row) => [row['model'], row['priceModel']]),
  );
  return (model, ms) => {
    const day = new Date(ms).toISOString().slice(0, 10);
    const name = pricedAs.get(model) ?? model;
    const found = prices.filter(
      (row) =>
        row.model === name &&
        (row.validFrom === null || day >= row.validFrom) &&
        (row.validTo === null || day < row.validTo),
    );
    return found[0] ?? null;
  };
}

function priced({ speed, tier, region, ...request }: Unpriced, project: string, priceOf: PriceOf): Request {
  const { input, write5m, write1h, read, output } = request.tokens;
  const context = input + write5m + write1h + read;
  const row = request.model === null ? null : priceOf(request.model, request.startedMs);
  const longOver = row === null || row['longOver'] === null ? null : Number(row['longOver']);
  const prices = row === null ? null : pricesOf(row, longOver !== null && context > longOver ? 'long' : '');
  const premium = (name: string, applies: boolean) => (applies ? scaled(row?.[name] ?? '1', 4) : 10_000n);
  const factor =
    (premium('fast', speed === 'fast') *
      premium('usRegion', region === 'us') *
      premium('batch', tier === 'batch')) /
    100_000_000n;
  const fee = request.searches === 0 ? 0n : BigInt(request.searches) * scaled(row?.['webSearch'] ?? '0', 16);
  const list = prices === null ? null : costOf(request.tokens, prices);
  return {
    ...request,
    project,
    context,
    written: write5m + write1h,
    effective: input + output + write5m + write1h,
    prices,
    standard: row === null ? null : pricesOf(row, ''),
    pricedFrom: row?.validFrom ?? null,
    longOver,
    window: row === null || row['contextWindow'] === null ? null : Number(row['contextWindow']),
    factor,
    fee,
    list,
    cost: prices === null ? null : costOf(request.tokens, prices, factor) + fee,
  };
}

function pricesOf(row: PriceRow, set: 'long' | ''): Prices {
  const at = (name: string) => {
    const column = set === '' ? name : `${set}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    return scaled(row[column] ?? '0', 12);
  };
  return {
    input: at('input'),
    write5m: at('cacheWrite5m'),
    write1h: at('cacheWrite1h'),
    read: at('cacheRead'),
    output: at('output'),
  };
}

/** In 10⁻¹⁶ USD. */
export function costOf(tokens: Partial<Tokens>, prices: Prices, factor = 10_000n): bigint {
  let sum = 0n;
  for (const name of ['input', 'write5m', 'write1h', 'read', 'output'] as const) {
    sum += BigInt(tokens[name] ?? 0) * prices[name];
  }
  return sum * factor;
}

async function readCalls(
  db: MetricsDb,
  lines: readonly KeyedLine[],
  requests: ReadonlyMap<string, Request>,
  fileOf: (row: Position) => TranscriptFile,
  positionKey: (row: Position) => string,
): Promise<Call[]> {
  const inOrder = <Row extends Position & Origin>(rows: readonly Row[]) =>
    sortedBy(
      rows,
      ({ timeMs }) => timeMs,
      (row) => fileOf(row).rank,
      ({ line }) => line,
      ({ part }) => part,
    );
  const keyOf = (row: Position & { readonly toolUseId: string | null }, what: string) =>
    row.toolUseId ?? `${what} ${fileOf(row).rank}:${row.line}:${row.part}`;
  const results = new Map<string, RawRow<'toolResult'>>();
  for (const row of inOrder(await rawRows(db, 'toolResult'))) {
    const key = keyOf(row, 'line');
    if (!results.has(key)) results.set(key, row);
  }
  const requestOf = new Map(lines.map(({ row, requestKey }) => [positionKey(row), requestKey]));
  return [...grouped(inOrder(await rawRows(db, 'toolCall')), (row) => keyOf(row, 'call'))].map(
    ([key, rows]) => {
      const [first] = rows as [RawRow<'toolCall'>];
      const keys = known(rows.map((row) => requestOf.get(positionKey(row))));
      const request = requests.get(keys[0] ?? '');
      const result = results.get(key) ?? null;
      const tool = first.name ?? 'unknown';
      const isDialogue = tool === 'AskUserQuestion' || tool === 'ExitPlanMode';
      const hasRun = result?.outcome === 'ok' || result?.outcome === 'error';
      const timeMs = smallest(rows.map((row) => row.timeMs));
      const waitedMs =
        result === null || result.timeMs === null || timeMs === null
          ? null
          : Math.max(0, result.timeMs - timeMs);
      return {
        key,
        requestKey: keys[0] ?? null,
        tool,
        server: /^mcp__(.+?)__/.exec(tool)?.[1] ?? null,
        timeMs,
        session: request?.session ?? ownerOf(rows.map((row) => ({ row, file: fileOf(row) }))),
        thread: request?.thread ?? (first.agentId === null ? 'main' : `agent ${first.agentId}`),
        kind: request?.kind ?? 'main',
        model: request?.model ?? null,
        outcome: result?.outcome ?? 'pending',
        isDialogue,
        isCommit: rows.some(({ isCommit }) => isCommit),
        isPullRequest: rows.some(({ isPullRequest }) => isPullRequest),
        inputCharacters: first.inputCharacters,
        durationMs: hasRun && !isDialogue ? (result.durationMs ?? waitedMs) : null,
        isReported: result !== null && result.durationMs !== null,
        result,
      };
    },
  );
}

/** The session that produced the record, where a line says so; else that of the file with the earliest line of its own. */
function ownerOf(copies: readonly { readonly row: Origin; readonly file: TranscriptFile }[]): string {
  const producer = smallest(copies.map(({ row }) => row.producerSessionId));
  const [own] = sortedBy(
    copies.map(({ row, file }) => ({ session: row.sessionId ?? file.session, fromMs: file.ownFromMs })),
    ({ fromMs }) => fromMs,
    ({ session }) => session,
  );
  return producer ?? own?.session ?? '';
}

function intervalsOf(events: readonly { readonly session: string; readonly timeMs: number }[]): Interval[] {
  const intervals: Interval[] = [];
  for (const [session, group] of grouped(events, (event) => event.session)) {
    const times = group.map(({ timeMs }) => timeMs).sort((a, b) => a - b);
    let fromMs = times[0] as number;
    for (const [index, timeMs] of times.entries()) {
      const nextMs = times[index + 1];
      if (nextMs !== undefined && nextMs - timeMs <= FIVE_MINUTES_MS) continue;
      if (timeMs > fromMs) intervals.push({ session, fromMs, toMs: timeMs });
      fromMs = nextMs ?? 0;
    }
  }
  return intervals;
}

function smallest<Value extends string | number>(values: readonly (Value | null)[]): Value | null {
  return sortedBy(known(values), (value) => value)[0] ?? null;
}

function largest<Value extends string | number>(values: readonly (Value | null)[]): Value | null {
  return sortedBy(known(values), (value) => value).at(-1) ?? null;
}
