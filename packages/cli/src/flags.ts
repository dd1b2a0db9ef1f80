import type { PeriodRequest, View } from '@cc-report/metrics';
import { plans } from '@cc-report/metrics/plans';
import yargs from 'yargs';
import { Parser } from 'yargs/helpers';
import { CliError } from './cli-error.js';

type Format = 'html' | 'json' | 'csv' | 'md';

/** What the command line and the config file ask for. */
export interface Flags {
  readonly period: PeriodRequest;
  /** Empty: the default places. */
  readonly claudeDirs: readonly string[];
  /** Config roots with the label of their user. */
  readonly users: readonly UserRoot[];
  readonly demo: boolean;
  readonly format: Format;
  /** File, directory or `-`; null: the format's default. */
  readonly out: string | null;
  /** null: the machine's. */
  readonly timezone: string | null;
  /** null: the clock, or the end of the demo's data. */
  readonly now: Date | null;
  readonly budgetUsd: number | null;
  /** Price of the subscription, USD a month. */
  readonly planUsd: number | null;
  readonly view: View | null;
  readonly redact: boolean;
  readonly open: boolean;
  readonly verbose: boolean;
  /** File; false: in memory; null: the default place. */
  readonly store: string | false | null;
  readonly prices: string | null;
}

export interface UserRoot {
  readonly label: string;
  readonly dir: string;
}

const USAGE = `npx cc-report [--month [YYYY-MM]] | --week | --today | --last 1h|24h|7d|30d | --since D --until D | --all

Reads the transcripts that Claude Code wrote and reports what they cost and why, in one HTML file.`;

const PERIOD_FLAGS = ['month', 'week', 'today', 'last', 'since', 'all'] as const;
const NAMED = ['html', 'json', 'csv', 'md'] as const satisfies readonly Format[];

/** The yargs program: the only place that knows it. */
function program(argv: readonly string[]) {
  return yargs(withDashValues(argv))
    .scriptName('cc-report')
    .usage(USAGE)
    .option('month', {
      type: 'string',
      describe: 'A month; without a value this one (the default)',
      group: 'Period:',
    })
    .option('week', { type: 'boolean', describe: 'This week, from Monday', group: 'Period:' })
    .option('today', { type: 'boolean', describe: 'Today', group: 'Period:' })
    .option('last', { choices: ['1h', '24h', '7d', '30d'] as const, describe: 'Up to now', group: 'Period:' })
    .option('since', { type: 'string', describe: 'First day, YYYY-MM-DD', group: 'Period:' })
    .option('until', { type: 'string', describe: 'Last day, YYYY-MM-DD; default today', group: 'Period:' })
    .option('all', { type: 'boolean', describe: 'Everything there is', group: 'Period:' })
    .option('claude-dir', {
      type: 'string',
      array: true,
      describe:
        'Config roots or their projects directories; default CLAUDE_CONFIG_DIR, ~/.claude, ~/.config/claude',
      group: 'Input:',
    })
    .option('user', {
      type: 'string',
      array: true,
      describe: 'A config root with the name of its user, NAME=DIR; once for each',
      group: 'Input:',
    })
    .option('demo', { type: 'boolean', describe: 'The bundled example transcripts', group: 'Input:' })
    .option('store', {
      type: 'string',
      describe: 'File that keeps facts between runs, all it holds is reported; --no-store: in memory',
      group: 'Input:',
    })
    .option('prices', { type: 'string', describe: 'CSV of your own prices', group: 'Input:' })
    .option('config', {
      type: 'string',
      describe: 'File with these options; cc-report.config.{json,js,ts} is found by itself',
      group: 'Input:',
    })
    .option('format', {
      choices: NAMED,
      default: 'html' as Format,
      describe: 'What to write',
      group: 'Output:',
    })
    .option('out', {
      type: 'string',
      describe: 'File, directory (csv) or -; default cc-report-YYYY-MM.html, other formats to stdout',
      group: 'Output:',
    })
    .option('view', {
      choices: ['admin', 'finance', 'developer'] as const,
      describe: 'Sections for a role; default all',
      group: 'Output:',
    })
    .option('redact', {
      type: 'boolean',
      describe: 'Replace every name that is not public by a keyed hash',
      group: 'Output:',
    })
    .option('open', { type: 'boolean', describe: 'Open the report when it is written', group: 'Output:' })
    .option('verbose', {
      type: 'boolean',
      describe: 'Say on stderr what is read, how, and what was kept',
      group: 'Output:',
    })
    .option('timezone', {
      type: 'string',
      describe: "IANA name; default the machine's",
      group: 'Calculation:',
    })
    .option('now', {
      type: 'string',
      describe: 'ISO 8601 with zone; default the clock',
      group: 'Calculation:',
    })
    .option('budget', { type: 'number', describe: 'USD for the period', group: 'Calculation:' })
    .option('plan', {
      type: 'string',
      describe: 'Your subscription: pro, max5, max20, or its USD a month',
      group: 'Calculation:',
    })
    .epilogue(
      'Exit status: 0 done, 1 failed, 2 bad usage.\nNothing leaves this machine; no prompt, code or tool output enters the report.',
    )
    .alias('help', 'h')
    .version(false)
    .strict()
    .parserConfiguration({ 'camel-case-expansion': true, 'duplicate-arguments-array': true })
    .exitProcess(false)
    .wrap(100)
    .locale('en')
    .fail((message, error) => {
      throw error ?? new CliError('bad-usage', `${message}\nRun cc-report --help for the options.`);
    });
}

/** yargs reads a lone `-` as an argument of its own, never as the value of the option before it. */
function withDashValues(argv: readonly string[]): string[] {
  return argv.flatMap((argument, index) => {
    if (argument === '-' && argv[index - 1]?.startsWith('--')) return [];
    return argv[index + 1] === '-' && argument.startsWith('--') ? [`${argument}=-`] : [argument];
  });
}

/** The text of `--help`. */
export function helpText(): Promise<string> {
  return program([]).getHelp();
}

/** The config file that the arguments name, if any. What is wrong with them is told by `readFlags`. */
export function configPath(argv: readonly string[]): string | null {
  const { config } = Parser([...argv], { string: ['config'] }) as { readonly config?: unknown };
  return typeof config === 'string' && config !== '' ? config : null;
}

/**
 * Reads the arguments; a config file's values are defaults below them.
 * @throws {CliError} `bad-usage` naming the option.
 */
export function readFlags(argv: readonly string[], config: Readonly<Record<string, unknown>> = {}): Flags {
  const parsed = program(argv)
    .help(false)
    .config(periodOf(argv) === undefined ? config : withoutPeriod(config))
    .parseSync();
  const chosen = PERIOD_FLAGS.filter((name) => parsed[name] !== undefined && parsed[name] !== false);
  if (chosen.length > 1) throw usage(`give only one of ${chosen.map((name) => `--${name}`).join(', ')}`);
  if (parsed.until !== undefined && parsed.since === undefined) throw usage('--until needs --since');
  single('config', parsed.config);
  return {
    period: period(parsed),
    claudeDirs: (parsed['claude-dir'] ?? []).map(String),
    users: (parsed.user ?? []).map((text) => userRoot(String(text))),
    demo: parsed.demo === true,
    format: single('format', parsed.format) as Format,
    out: single('out', parsed.out),
    timezone: single('timezone', parsed.timezone),
    now: instant(single('now', parsed.now)),
    budgetUsd: budget(parsed.budget),
    planUsd: plan(single('plan', parsed.plan)),
    view: single('view', parsed.view) as View | null,
    redact: parsed.redact === true,
    open: parsed.open === true,
    verbose: parsed.verbose === true,
    // yargs reads --no-store as store = false.
    store: (parsed.store as string | boolean | undefined) === false ? false : single('store', parsed.store),
    prices: single('prices', parsed.prices),
  };
}

interface ParsedPeriod {
  readonly month?: string | undefined;
  readonly week?: boolean | undefined;
  readonly today?: boolean | undefined;
  readonly last?: '1h' | '24h' | '7d' | '30d' | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly all?: boolean | undefined;
}

function period(parsed: ParsedPeriod): Flags['period'] {
  if (parsed.week === true) return { kind: 'week' };
  if (parsed.today === true) return { kind: 'day' };
  if (parsed.last !== undefined) return { kind: 'last', length: parsed.last };
  if (parsed.all === true) return { kind: 'all' };
  if (parsed.since !== undefined) {
    const until = single('until', parsed.until);
    return {
      kind: 'range',
      since: single('since', parsed.since) ?? '',
      ...(until === null ? {} : { until }),
    };
  }
  const month = single('month', parsed.month);
  return month === null || month === '' ? { kind: 'month' } : { kind: 'month', month };
}

function periodOf(argv: readonly string[]): string | undefined {
  return argv.find((argument) =>
    PERIOD_FLAGS.some((name) => argument === `--${name}` || argument.startsWith(`--${name}=`)),
  );
}

function withoutPeriod(config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const names: readonly string[] = [...PERIOD_FLAGS, 'until'];
  return Object.fromEntries(Object.entries(config).filter(([name]) => !names.includes(name)));
}

function single(name: string, value: unknown): string | null {
  if (Array.isArray(value)) throw usage(`--${name} is given twice`);
  if (value === undefined || value === null) return null;
  if (value === '' && name !== 'month') throw usage(`--${name} needs a value`);
  return String(value);
}

function userRoot(text: string): UserRoot {
  const [label = '', ...dir] = text.split('=');
  if (label.trim() === '' || dir.join('=') === '') {
    throw usage(`--user '${text}' names no root; write it like Ana=/home/ana/.claude`);
  }
  return { label: label.trim(), dir: dir.join('=') };
}

function instant(text: string | null): Date | null {
  if (text === null) return null;
  const hasZone = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const ms = hasZone ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms))
    throw usage(`--now '${text}' is no time with a zone; write it like 2026-11-03T18:00:00Z`);
  return new Date(ms);
}

function budget(value: unknown): number | null {
  if (value === undefined) return null;
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0)
    throw usage('--budget needs a number of USD above 0');
  return value;
}

function plan(text: string | null): number | null {
  if (text === null) return null;
  const usd = plans.find(({ name }) => name === text.toLowerCase())?.usd ?? Number(text);
  if (!Number.isFinite(usd) || usd <= 0)
    throw usage(
      `--plan '${text}' is no plan; write ${plans.map(({ name }) => name).join(', ')} or USD a month`,
    );
  return usd;
}

function usage(message: string): CliError {
  return new CliError('bad-usage', message);
}
