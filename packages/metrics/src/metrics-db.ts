import {
  type FactBatch,
  FactBatchBuilder,
  type LineLedger,
  type TranscriptEvent,
  type TranscriptFile,
} from '@cc-report/parser';
import type { DuckDBConnection } from '@duckdb/node-api';
import { measure, query, queryValues } from './compute-metric.js';
import { coverage, coverageSql, type InputCoverage, inputCoverage } from './coverage/coverage.js';
import type { Measured, Metric, SqlRecord } from './metric.js';
import { metrics as allMetrics } from './metrics/index.js';
import type { Issue, MetricResult, MetricsResult, ResultOptions } from './metrics-result.js';
import {
  type DataRange,
  type Period,
  type PeriodRequest,
  periodResult,
  previousResult,
  resolvePeriod,
} from './period.js';
import { type Parameters, writeCalendar, writePeriodTables } from './period-tables.js';
import { PriceBook } from './prices/price-book.js';
import { writePriceTables } from './prices/price-tables.js';
import { projectNames, withoutWorktree } from './project-name.js';
import { inputHash, resultManifest } from './result-manifest.js';
import { runSideBySide, type Task } from './side-by-side.js';
import { freeMemory } from './store/database.js';
import { recordsFrom } from './store/records.js';
import { DERIVED } from './store/schema.js';
import { type IngestProgress, type Reading, Store, type StoreOptions } from './store/store.js';
import { writeDerivedTables } from './store/table-writer.js';
import { GENERATOR_VERSION } from './version.js';
import { currentViews, identityViews, periodViews, threadViews } from './views/index.js';
import { neededViews, tableOf, wordsOf } from './views/needed-views.js';

const BATCH_ROWS = 8_000;
const MIN_COMPRESSED_ROWS = 200_000;
/** Values of the period before asked in one query: more plan no faster, and leave less to run side by side. */
const VALUES_AT_ONCE = 12;
/** Usage lines up to which a run may keep what it frees: some 50 MB. */
const MAX_LINES_HELD = 50_000;

export interface ComputeOptions {
  readonly period: PeriodRequest;
  /** IANA name; every day, hour and month is local to it. */
  readonly timezone: string;
  /** The instant of the report; it decides what is "so far". */
  readonly now: Date;
  /**
   * Default: all, in registry order. Of some, only the views that they read are made; of none (`[]`) all are,
   * for SQL of your own.
   */
  readonly metrics?: readonly Metric[];
  readonly options?: Partial<ResultOptions>;
  /** Of every simulation, a whole number: the same seed gives the same digits. Default: 1. */
  readonly seed?: number;
  /** The user of a config root, by its real path. Default: the name of its folder, lengthened until it is unique. */
  readonly users?: ReadonlyMap<string, string>;
  /** Remarks of `findTranscripts` on directories. */
  readonly findIssues?: readonly Issue[];
}

/** The store with its metrics. Open with `openMetricsDb`, close with `close` or `using`. */
export class MetricsDb implements Disposable {
  readonly #store: Store;
  readonly #prices: PriceBook;
  /** Views that hold the facts as they are. */
  readonly #made = new Set<string>();
  /** What was asked of the facts as they are, whatever the period. */
  #known: { coverage?: InputCoverage; hash?: string; isLarge?: boolean } = {};

  /** Use `openMetricsDb`. */
  constructor(store: Store, prices: PriceBook) {
    this.#store = store;
    this.#prices = prices;
  }

  /** The DuckDB connection, for SQL of your own over the facts and, after `compute`, the views. */
  get connection(): DuckDBConnection {
    return this.#store.connection;
  }

  /** Why the store given is not the one in use; null when it is. */
  get notice(): string | null {
    return this.#store.notice;
  }

  /**
   * Reads what is new or changed. Duplicates are resolved in views, so files may come in any order.
   */
  async ingest(
    files: readonly TranscriptFile[],
    onProgress?: (progress: IngestProgress) => void,
    reading?: Reading,
  ): Promise<void> {
    await this.#expectFacts();
    await this.#store.ingest(files, onProgress, reading);
  }

  /**
   * Adds the events of one transcript that is no file, as `parseTranscript` yields them.
   * @param name what the report calls it, like a path.
   */
  async ingestEvents(name: string, events: AsyncIterator<TranscriptEvent, LineLedger>): Promise<void> {
    await this.#expectFacts();
    await this.#store.add(name, batchesOf(events));
  }

  /**
   * Computes the metrics of a period, and of the period before.
   * @throws {MetricsError} `bad-timezone`, `bad-period`, or `query-failed` naming the metric.
   */
  async compute(options: ComputeOptions): Promise<MetricsResult> {
    const metrics: readonly Metric[] = options.metrics ?? allMetrics;
    const needed = viewsFor(metrics);
    await this.#prepare(needed);
    await this.#nameUsers(options.users ?? new Map());
    const range = await this.#dataRange();
    const period = resolvePeriod(options.period, options.timezone, options.now, range);
    const resultOptions: ResultOptions = {
      budgetUsd: null,
      planUsd: null,
      view: null,
      demo: false,
      redacted: false,
      ...options.options,
    };
    const parameters = { ...resultOptions, seed: options.seed ?? 1 };
    const compared = metrics.filter((metric) => metric.isCompared !== false);
    const neededBefore = viewsFor(compared);
    // Nothing of the period before reads it.
    const calendar = writeCalendar(this.#store.secondConnection, period, range.firstMs);
    const before = await whenBothEnded(
      period.previous === null || compared.length === 0
        ? Promise.resolve(null)
        : this.#measureAll(
            // What finishes a metric may read the rows of others.
            compared.some(({ finish }) => finish !== undefined) ? 'rows' : 'values',
            compared,
            period.previous,
            parameters,
            periodViews.filter((view) => neededBefore.has(view)),
          ),
      calendar,
    );
    const covered = askedBeside(wordsOf(coverageSql), async (connection) => {
      this.#known.coverage ??= await inputCoverage(connection);
      const { checkedOn } = this.#prices;
      const findIssues = this.#shownIssues(options.findIssues ?? []);
      return coverage(connection, this.#known.coverage, period.timezone, checkedOn, findIssues);
    });
    const manifest = askedBeside(new Set(), async (connection) => {
      this.#known.hash ??= await inputHash(connection);
      return resultManifest(
        connection,
        this.#known.hash,
        {
          period: periodResult(period),
          now: options.now,
          parameters,
          users: this.#heldLabels(options.users),
        },
        this.#prices.rows.map((row) => ({ ...row, model: this.#store.heldModel(row.model) })),
      );
    });
    const current = await this.#measureAll(
      'rows',
      metrics,
      period,
      parameters,
      [...periodViews, ...currentViews].filter((view) => needed.has(view)),
      [covered.task, manifest.task],
    );
    return {
      schemaVersion: 1,
      generator: { name: 'cc-report', version: GENERATOR_VERSION },
      generatedAt: options.now.toISOString(),
      options: resultOptions,
      period: periodResult(period),
      previous: previousResult(period.previous, range.firstMs),
      coverage: await covered.answer(this.connection),
      manifest: await manifest.answer(this.connection),
      metrics: Object.fromEntries(
        metrics.map((metric) => [
          metric.id,
          resultOf(metric, current.get(metric.id), before?.get(metric.id)),
        ]),
      ),
    };
  }

  /** The instant just after the newest record; null in an empty store. */
  async endOfData(): Promise<Date | null> {
    const [row] = await recordsFrom(this.connection, 'SELECT max(time_ms) AS last_ms FROM raw_record');
    const lastMs = row?.['last_ms'];
    return typeof lastMs === 'number' ? new Date(lastMs + 1) : null;
  }

  close(): void {
    this.#store.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #heldLabels(users: ComputeOptions['users']): ReadonlyMap<string, string> {
    const held = (name: string) => this.#store.heldName(name);
    return new Map([...(users ?? [])].map(([root, label]) => [held(root), held(label)]));
  }

  #shownIssues(issues: readonly Issue[]): readonly Issue[] {
    return issues.map(({ file, line, reason }) => ({ file: this.#store.shownName(file), line, reason }));
  }

  /** True when no transcript was ever read. */
  async isEmpty(): Promise<boolean> {
    const [row] = await recordsFrom(this.connection, 'SELECT count(*) = 0 AS is_empty FROM transcript');
    return row?.['is_empty'] === true;
  }

  async #dataRange(): Promise<DataRange> {
    const [range] = await recordsFrom(
      this.connection,
      'SELECT min(started_ms) AS first_ms, max(started_ms) AS last_ms FROM request',
    );
    return { firstMs: numberOf(range?.['first_ms']), lastMs: numberOf(range?.['last_ms']) };
  }

  async #expectFacts(): Promise<void> {
    this.#made.clear();
    this.#known = {};
    await freeMemory(this.connection, 'at once');
  }

  /** Identity, prices and threads: the same for every period, so done once per ingest. */
  async #prepare(needed: ReadonlySet<string>): Promise<void> {
    if (this.#made.size === 0) {
      await this.#derive(identityViews);
      await writePriceTables(this.connection, this.#prices, (model) => this.#store.heldModel(model));
      await this.#nameProjects();
      for (const view of identityViews) this.#made.add(view);
    }
    const missing = threadViews.filter((view) => needed.has(view) && !this.#made.has(view));
    if (await this.#holdsMuch()) await freeMemory(this.connection, 'at once');
    await this.#runSideBySide(missing.map(viewTask));
    if (await this.#holdsMuch()) await freeMemory(this.connection, 'lazily');
    for (const view of missing) this.#made.add(view);
  }

  /** Makes views one after the other. @returns how many rows the last one has. */
  async #derive(views: readonly string[]): Promise<number> {
    if (await this.#holdsMuch()) await freeMemory(this.connection, 'at once');
    let rows = 0;
    for (const sql of views) {
      const [made] = await recordsFrom(this.connection, sql);
      rows = Number(made?.['Count'] ?? 0);
      // A checkpoint compresses what is in memory, which nothing else would; a small table is not worth one.
      if (rows >= MIN_COMPRESSED_ROWS) await this.connection.run(`CHECKPOINT ${DERIVED}`);
    }
    if (await this.#holdsMuch()) await freeMemory(this.connection, 'lazily');
    return rows;
  }

  async #runSideBySide(tasks: readonly Task[]): Promise<void> {
    const connections = [this.connection, this.#store.secondConnection];
    // Each twice: its next query then waits inside the database and not for this thread.
    await runSideBySide([...connections, ...connections], tasks);
  }

  /** Whether the facts are so many that memory goes back to the system while views are made of them. */
  async #holdsMuch(): Promise<boolean> {
    if (this.#known.isLarge === undefined) {
      const [row] = await recordsFrom(this.connection, 'SELECT count(*) AS lines FROM raw_usage_line');
      this.#known.isLarge = Number(row?.['lines']) > MAX_LINES_HELD;
      if (!this.#known.isLarge) await freeMemory(this.connection, 'lazily');
    }
    return this.#known.isLarge;
  }

  async #nameProjects(): Promise<void> {
    const { connection } = this;
    const rows = await recordsFrom(
      connection,
      'SELECT session_id, directory FROM session_directory ORDER BY ALL',
    );
    const directories = rows.map((row) => ({
      session: String(row['session_id']),
      directory: withoutWorktree(String(row['directory'])).path,
    }));
    const names = projectNames(directories.map(({ directory }) => directory));
    await writeDerivedTables(connection, {
      session_project: {
        columns: { session_id: 'VARCHAR', project: 'VARCHAR' },
        rows: directories.map(({ session, directory }) => [session, names.get(directory) ?? directory]),
      },
    });
  }

  async #nameUsers(given: ReadonlyMap<string, string>): Promise<void> {
    const { connection } = this;
    const labels = this.#heldLabels(given);
    const rows = await recordsFrom(
      connection,
      'SELECT DISTINCT root FROM file WHERE root IS NOT NULL ORDER BY root',
    );
    const roots = rows.map((row) => String(row['root']));
    const names = projectNames(
      roots.filter((root) => !labels.has(root)),
      new Set(labels.values()),
    );
    await writeDerivedTables(connection, {
      root_user: {
        columns: { root: 'VARCHAR', label: 'VARCHAR' },
        rows: roots.map((root) => [root, labels.get(root) ?? names.get(root) ?? root]),
      },
    });
  }

  /** Computes the metrics over a period; none when it has no request. */
  async #measureAll(
    asked: 'rows' | 'values',
    metrics: readonly Metric[],
    period: Period,
    parameters: Parameters,
    views: readonly string[],
    besides: readonly Task[] = [],
  ): Promise<ReadonlyMap<string, Measured>> {
    const { connection } = this;
    await writePeriodTables(connection, period, parameters);
    const requestCount = await this.#derive(views.slice(0, 1));
    const rest = views.slice(1);
    if (requestCount === 0) {
      await this.#derive(rest);
      return new Map();
    }
    const measured = new Map<string, Measured>();
    const finish = (metric: Metric, records: readonly SqlRecord[]) =>
      measured.set(metric.id, measure(metric, records, period.timezone, measured));
    const unfinished = new Map<Metric, readonly SqlRecord[]>();
    const measurements =
      asked === 'rows'
        ? metrics.map((metric) =>
            metricTask(metric, (records) =>
              metric.finish === undefined ? finish(metric, records) : unfinished.set(metric, records),
            ),
          )
        : chunksOf(metrics, VALUES_AT_ONCE).map((chunk) =>
            valuesTask(chunk, (values) => {
              for (const [id, value] of values) measured.set(id, value);
            }),
          );
    await this.#runSideBySide([...rest.map(viewTask), ...besides, ...measurements]);
    // In order, because each may ask for the results of those before it.
    for (const metric of metrics) {
      const records = unfinished.get(metric);
      if (records !== undefined) finish(metric, records);
    }
    return measured;
  }
}

/**
 * Opens a store, in memory unless a path is given.
 * @param options.prices CSV text of your own prices, in the columns of the shipped table.
 * @throws {MetricsError} `bad-prices` naming the row; `store-damaged` when a bad store cannot be moved aside.
 */
export async function openMetricsDb(
  options: StoreOptions & { readonly prices?: string } = {},
): Promise<MetricsDb> {
  const prices = PriceBook.load(options.prices);
  return new MetricsDb(await Store.open(options), prices);
}

/** The first result; when one fails the other ends too, because the caller closes the database then. */
async function whenBothEnded<Result>(first: Promise<Result>, second: Promise<void>): Promise<Result> {
  await Promise.allSettled([first, second]);
  await second;
  return first;
}

/** What the metrics read, the coverage among it. */
function viewsFor(metrics: readonly Metric[]): ReadonlySet<string> {
  const views = [...identityViews, ...threadViews, ...periodViews, ...currentViews];
  if (metrics.length === 0) return new Set(views);
  return neededViews(views, [...metrics.map(({ sql }) => sql), coverageSql, 'period_request']);
}

function viewTask(sql: string): Task {
  const run: Task['run'] = async (connection) => {
    await connection.run(sql);
    return () => {};
  };
  const makes = tableOf(sql);
  return makes === undefined ? { reads: wordsOf(sql), run } : { makes, reads: wordsOf(sql), run };
}

function metricTask(metric: Metric, keep: (records: readonly SqlRecord[]) => void): Task {
  return {
    reads: wordsOf(metric.sql),
    run: async (connection) => {
      const readAnswer = await query(connection, metric);
      return () => keep(readAnswer());
    },
  };
}

function valuesTask(metrics: readonly Metric[], keep: (values: ReadonlyMap<string, Measured>) => void): Task {
  return {
    reads: wordsOf(metrics.map(({ sql }) => sql).join('\n')),
    run: async (connection) => {
      const readAnswer = await queryValues(connection, metrics);
      return () => keep(readAnswer());
    },
  };
}

/** What is asked while metrics are measured; where none is, because the period has no request, later. */
function askedBeside<Answer>(
  reads: ReadonlySet<string>,
  ask: (connection: DuckDBConnection) => Promise<Answer>,
): { readonly task: Task; readonly answer: (connection: DuckDBConnection) => Promise<Answer> } {
  const answers: Answer[] = [];
  return {
    task: {
      reads,
      run: async (connection) => {
        answers.push(await ask(connection));
        return () => {};
      },
    },
    answer: async (connection) => answers[0] ?? ask(connection),
  };
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function chunksOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** Events into columns, a few thousand rows at a time, so that a long stream needs no more memory than a short one. */
async function* batchesOf(
  events: AsyncIterator<TranscriptEvent, LineLedger>,
): AsyncGenerator<FactBatch, LineLedger> {
  const batch = new FactBatchBuilder();
  for (;;) {
    const next = await events.next();
    if (next.done) {
      if (batch.rowCount > 0) yield batch.take();
      return next.value;
    }
    const { table, ...fact } = next.value;
    batch.add(table, fact as never);
    if (batch.rowCount >= BATCH_ROWS) yield batch.take();
  }
}

function resultOf(metric: Metric, current: Measured | undefined, before: Measured | undefined): MetricResult {
  const { title, question, unit, formula, caveat, source, better, columns } = metric;
  return {
    title,
    question,
    unit,
    formula,
    caveat,
    source,
    better,
    value: current?.value ?? null,
    previous: before?.value ?? null,
    lowerBound: current?.lowerBound ?? false,
    previousLowerBound: before?.lowerBound ?? false,
    columns,
    rows: current?.rows ?? [],
  };
}
