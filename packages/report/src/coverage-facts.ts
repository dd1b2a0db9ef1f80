import type { Coverage, MetricsResult } from '@cc-report/metrics';
import { formatBytes, formatCount, formatPlural } from './format.js';
import { clipName } from './name.js';
import { headings, nameCell, numberCell, type Table, table, textCell } from './table.js';
import { formatDayRange, formatDayYear } from './wall-clock.js';

/** `price table of Nov 22, 2026, newer than these data`: each request still has the price of its own day. */
export function priceTableDate({ pricesAsOf, lastDay }: Coverage): string {
  return `price table of ${formatDayYear(pricesAsOf)}${lastDay !== null && pricesAsOf > lastDay ? ', newer than these data' : ''}`;
}

/** One line of the coverage box. */
export interface CoverageFact {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  /** True when the reader should know before trusting a total. */
  readonly loud: boolean;
}

/** What was read, what was left out, what is too low, and what the result was made of: every field of coverage and manifest. */
export function coverageFacts({ coverage, manifest, generator }: MetricsResult): readonly CoverageFact[] {
  const fact = (label: string, value: number, note: string, loud = false): CoverageFact => ({
    label,
    value: formatCount(value),
    note,
    loud: loud && value > 0,
  });
  const { firstDay, lastDay } = coverage;
  return [
    {
      label: 'Data from',
      value: firstDay === null || lastDay === null ? 'n/a' : formatDayRange(firstDay, lastDay),
      note: 'first and last day with a request',
      loud: false,
    },
    {
      label: 'Price table of',
      value: formatDayYear(coverage.pricesAsOf),
      note: 'the day it was checked; every request has the price of its own day',
      loud: false,
    },
    fact('Transcript files', coverage.files, formatBytes(coverage.bytes)),
    fact(
      'Lines',
      coverage.lines,
      `${formatCount(coverage.recordLines)} with a record, ${formatCount(coverage.blankLines)} blank`,
    ),
    fact('Unreadable lines', coverage.unreadableLines, 'not counted anywhere', true),
    fact('Issues', coverage.issueCount, 'remarks on lines or files, listed below', true),
    fact('Unpriced requests', coverage.unpricedRequests, 'in the period; tokens counted, cost not', true),
    fact(
      'Incomplete outputs',
      coverage.incompleteOutputRequests,
      'requests in the period without a stop reason: their output is a lower bound',
      true,
    ),
    fact('Undated lines', coverage.undatedLines, 'usage without a readable time takes no part', true),
    ...[
      fact('Future requests', coverage.futureRequests, 'dated after this report: in no figure', true),
      fact(
        'Lines back in time',
        coverage.backwardLines,
        'usage dated over five minutes before the line above it: days, hours and durations around it can be wrong',
        true,
      ),
    ].filter(({ loud }) => loud),
    fact('Lines with usage', coverage.usageLines, 'Claude Code writes one response on several lines'),
    fact('Requests', coverage.requests, 'in the whole input, each counted once'),
    fact('Duplicate lines', coverage.duplicateLines, 'further lines of a request already counted'),
    fact('Replayed lines', coverage.replayedLines, 'side copies of requests of the main thread, dropped'),
    fact(
      'Inherited requests',
      coverage.inheritedRequests,
      'also in a forked or resumed session; counted in the first',
    ),
    fact('Synthetic lines', coverage.syntheticLines, 'written by Claude Code itself, no request'),
    fact('Claude Code versions', Object.keys(coverage.versions).length, ''),
    fact(
      'Unknown record types',
      Object.keys(coverage.unknownTypes).length,
      'records of a type this version does not know',
      true,
    ),
    {
      label: 'Made of',
      value: `input ${manifest.inputHash}`,
      note: `options ${manifest.optionsHash}, prices ${manifest.pricesHash}, ${generator.name} ${generator.version}; where these are equal, so are the figures`,
      loud: false,
    },
  ];
}

/** Issues, versions, unpriced models and unknown types: what the box lists by name. */
export function coverageTables(coverage: Coverage): readonly Table[] {
  const counted = (caption: string, name: string, count: string, entries: Readonly<Record<string, number>>) =>
    table(
      caption,
      headings(name, `#${count}`),
      Object.entries(entries)
        .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
        .map(([key, value]) => [nameCell(key, 60), numberCell(formatCount(value))]),
    );
  const beyond = coverage.issueCount - coverage.issues.length;
  return [
    counted('Models without a price', 'Model', 'Requests', coverage.unpricedModels),
    table(
      'Issues',
      headings('File', 'Reason'),
      coverage.issues.map((issue) => [
        {
          ...nameCell(`${clipName(issue.file, 90)}${issue.line === null ? '' : `:${issue.line}`}`, 110),
          look: 'name mono',
        },
        textCell(clipName(issue.reason, 200)),
      ]),
      beyond > 0 ? `${formatPlural(beyond, 'more issue')} not listed.` : '',
    ),
    counted('Unknown record types', 'Type', 'Lines', coverage.unknownTypes),
    counted('Claude Code versions', 'Version', 'Record lines', coverage.versions),
  ].filter((one) => one.rows.length > 0);
}
