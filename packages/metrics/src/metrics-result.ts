/**
 * The contract in the middle: what `metrics` computes, `--format json` prints and `report` draws.
 * Plain JSON: `JSON.parse(JSON.stringify(result))` is the same result.
 */
export interface MetricsResult {
  readonly schemaVersion: 1;
  readonly generator: { readonly name: 'cc-report'; readonly version: string };
  /** ISO 8601, UTC: the `now` of the run, never the clock behind the caller's back. */
  readonly generatedAt: string;
  readonly options: ResultOptions;
  readonly period: PeriodResult;
  /** The calendar unit (or as many local days) before; null for a period without one. */
  readonly previous: PreviousResult | null;
  readonly coverage: Coverage;
  readonly manifest: ResultManifest;
  readonly metrics: Readonly<Record<string, MetricResult>>;
}

export type View = 'admin' | 'finance' | 'developer';

export interface ResultOptions {
  /** USD for the period; null when none was given. */
  readonly budgetUsd: number | null;
  /** Price of the subscription, USD a month; null when none was given. */
  readonly planUsd: number | null;
  /** null shows every section. */
  readonly view: View | null;
  /** True when the transcripts are the bundled example. */
  readonly demo: boolean;
  /** True when names were replaced by keyed hashes. */
  readonly redacted: boolean;
}

/** The width of one step of a series. */
export type Step = '2-minutes' | 'hour' | 'day' | 'week' | 'month';

export interface PeriodResult {
  /** Half-open interval [start, end), ISO 8601 with offset. */
  readonly start: string;
  readonly end: string;
  /** min(end, now): nothing at or after it is counted. ISO 8601 with offset. */
  readonly asOf: string;
  /** IANA name. */
  readonly timezone: string;
  /** For people: `November 2026`, `2026-11-03 – 2026-11-09`, `last 24 hours`, `all time`. */
  readonly label: string;
  /** What kind of period was asked for. */
  readonly kind: 'month' | 'week' | 'day' | 'range' | 'last-hours' | 'all';
  readonly step: Step;
  /** Local day number of `asOf` inside the period, from 1, and the number of days in the period. */
  readonly dayNumber: number;
  readonly dayCount: number;
}

export interface PreviousResult {
  readonly start: string;
  readonly end: string;
  /** The instant up to which `previous` figures count: the same local day number and time of day. */
  readonly asOf: string;
  /** The first request of the whole input, where it is on a later local day than `start`: of what was before nothing is known. */
  readonly recordedFrom: string | null;
}

export interface Issue {
  /** Path relative to its root, with forward slashes. */
  readonly file: string;
  /** 1-based; null for a remark on the whole file. */
  readonly line: number | null;
  readonly reason: string;
}

/** What was read, what was not, and what the totals leave out. Whole input, not only the period, unless said. */
export interface Coverage {
  readonly files: number;
  readonly bytes: number;
  /** recordLines + blankLines + unreadableLines. */
  readonly lines: number;
  readonly recordLines: number;
  readonly blankLines: number;
  readonly unreadableLines: number;
  readonly issueCount: number;
  /** The first 100 by file and line. */
  readonly issues: readonly Issue[];
  /** Lines with a usage object, copies in progress records included; synthetic and undated lines left out. */
  readonly usageLines: number;
  readonly requests: number;
  /** usageLines − requests that are no advisors. */
  readonly duplicateLines: number;
  /** Sidechain lines of a request that the main thread holds as well. */
  readonly replayedLines: number;
  /** Requests with a line in a session that does not own them. */
  readonly inheritedRequests: number;
  readonly syntheticLines: number;
  readonly undatedLines: number;
  /** Requests dated at or after `generatedAt`: in no figure. */
  readonly futureRequests: number;
  /** Lines with usage dated more than five minutes before the one above them in their file: a clock was set back. */
  readonly backwardLines: number;
  /** Requests without stop reason: their output is a lower bound. In the period. */
  readonly incompleteOutputRequests: number;
  /** Requests whose model has no price on their day. In the period. */
  readonly unpricedRequests: number;
  readonly unpricedModels: Readonly<Record<string, number>>;
  /** Day the newest price row was checked, YYYY-MM-DD. */
  readonly pricesAsOf: string;
  /** Claude Code version → record lines. */
  readonly versions: Readonly<Record<string, number>>;
  /** Record type that the parser does not know → record lines. */
  readonly unknownTypes: Readonly<Record<string, number>>;
  /** First and last local day (YYYY-MM-DD) with a request in the whole input; null when there is none. */
  readonly firstDay: string | null;
  readonly lastDay: string | null;
}

/**
 * What a result was made of, besides the program (`generator`): where all are equal, so are the figures. Each hash is the
 * first 16 digits of a SHA-256, the same on every machine; under redaction it is made of the hashed names.
 */
export interface ResultManifest {
  /**
   * Of each transcript's name below its root, size, lines, last bytes and sum of tokens, in no order. What a store
   * remembers of a deleted transcript counts.
   */
  readonly inputHash: string;
  /** Of the period up to `asOf`, the instant of the run until a day after, time zone, budget, plan, seed and labels of users. */
  readonly optionsHash: string;
  /** Of the price table in force, your own prices in it; its date is `coverage.pricesAsOf`. */
  readonly pricesHash: string;
}

export type Value = string | number | boolean | null;

export interface Column {
  readonly name: string;
  /**
   * UCUM (`1`, `s`, `{token}`), `USD`, or `text`, `time`, `day` for what is no quantity. A `time` is wall clock: `2026-11-03`,
   * `2026-11-03T14:00`, and with its offset where clocks show it twice: `2026-10-25T02:00+02:00`.
   */
  readonly unit: string;
}

export interface MetricResult {
  readonly title: string;
  /** The question it answers. */
  readonly question: string;
  readonly unit: string;
  readonly formula: string;
  readonly caveat: string;
  /** https URL. */
  readonly source: string;
  readonly better: 'higher' | 'lower' | 'neither';
  /** Whole period; null when there was nothing to measure, never NaN. */
  readonly value: number | null;
  /** The same for the period before, up to the same point. */
  readonly previous: number | null;
  /** True when the true value can only be larger. */
  readonly lowerBound: boolean;
  readonly previousLowerBound: boolean;
  readonly columns: readonly Column[];
  readonly rows: readonly Readonly<Record<string, Value>>[];
}
