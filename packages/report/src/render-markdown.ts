import type { MetricsResult } from '@cc-report/metrics';
import { answers } from './answers.js';
import { priceTableDate } from './coverage-facts.js';
import { findings } from './findings.js';
import { formatBound, formatCount, formatPercent, formatPlural, formatUsdCell } from './format.js';
import { hasRequests, headline, subline } from './headline.js';
import { clipName, modelLabel } from './name.js';
import { notices } from './notices.js';
import { markdownOfProse, plain } from './prose.js';
import { numberOf, type Row, read, textOf } from './reading.js';
import { assertSchema } from './schema-version.js';

const MOST_ROWS = 8;

/**
 * A summary for a pull request comment or a job summary: headline, the four answers, actions, models, projects.
 *
 * @throws {ReportError} `unsupported-schema` for a result of another version.
 */
export function renderMarkdown(result: MetricsResult): string {
  assertSchema(result);
  const blocks = [
    `## ${markdownOfProse(headline(result), escapeMarkdown)}`,
    markdownOfProse(subline(result), escapeMarkdown),
    ...notices(result).map((notice) => `> ${markdownOfProse(notice.text, escapeMarkdown)}`),
  ];
  if (hasRequests(result)) {
    const found = findings(result);
    blocks.push(
      markdownTable(
        ['', '', ''],
        answers(result, found).map((answer) => [
          `**${escapeMarkdown(answer.question)}**`,
          escapeMarkdown(answer.value),
          markdownOfProse(answer.text, escapeMarkdown),
        ]),
      ),
    );
    if (found.length > 0) {
      blocks.push(
        '### Do these first',
        found
          .map(
            (finding, index) =>
              `${index + 1}. **${escapeMarkdown(finding.title)}.** ${escapeMarkdown(finding.reason)} Next: ${markdownOfProse(finding.next, escapeMarkdown)}`,
          )
          .join('\n'),
      );
    }
    blocks.push(
      ...costTable(
        'Models',
        'Model',
        read(result, 'cost-by-model').rows.filter((row) => row['time'] === null),
        (row) => modelLabel(textOf(row, 'model')),
        result,
      ),
      ...costTable(
        'Projects',
        'Project',
        read(result, 'cost-by-project').rows,
        (row) => clipName(textOf(row, 'project')),
        result,
      ),
    );
  }
  const { coverage, period, generator } = result;
  blocks.push(
    markdownOfProse(
      plain(
        `List-price equivalent, not an invoice. ${formatPlural(coverage.files, 'transcript file')}, ${formatPlural(coverage.lines, 'line')}, ${formatCount(coverage.unreadableLines)} unreadable; ${priceTableDate(coverage)}; times in ${period.timezone}. ${generator.name} ${generator.version}`,
      ),
      escapeMarkdown,
    ),
  );
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function costTable(
  title: string,
  head: string,
  rows: readonly Row[],
  name: (row: Row) => string,
  result: MetricsResult,
): readonly string[] {
  if (rows.length === 0) return [];
  const cost = read(result, 'cost').value;
  const shown = rows.slice(0, MOST_ROWS).map((row) => {
    const usd = numberOf(row, 'cost_usd');
    return [
      escapeMarkdown(name(row)),
      formatUsdCell(usd),
      formatPercent(usd === null || !cost ? null : usd / cost),
      formatCount(numberOf(row, 'requests')),
    ];
  });
  const rest = rows.length - shown.length;
  const total = read(result, 'cost');
  return [
    `### ${title}`,
    markdownTable(
      [head, 'Cost', 'Share', 'Requests'],
      [
        ...shown,
        ...(rest > 0 ? [[`${formatCount(rest)} more`, '', '', '']] : []),
        [
          '**Total**',
          `**${formatBound(formatUsdCell(total.value), total.lowerBound)}**`,
          '',
          formatCount(read(result, 'requests').value),
        ],
      ],
    ),
  ];
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(head),
    line(head.map((_, index) => (index === 0 || head.every((text) => text === '') ? '---' : '---:'))),
    ...rows.map(line),
  ].join('\n');
}

/** Names are data: no markup, no HTML, no mention, no link may come out of them. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\\`*_[\]|~#]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@\u200b')
    .replace(/\b(https?):\/\//gi, '$1:\u200b//');
}
