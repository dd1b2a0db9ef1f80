import type { MetricsResult } from '@cc-report/metrics';
import { type Answer, answers } from './answers.js';
import { changes } from './changes.js';
import type { ChartCache } from './chart-cache.js';
import { type CoverageFact, coverageFacts, coverageTables, priceTableDate } from './coverage-facts.js';
import { type Finding, findings } from './findings.js';
import { formatCount, formatPlural } from './format.js';
import { generatedLine } from './generated-line.js';
import { type Explanation, explanations, glossary, type Term } from './glossary.js';
import { hasRequests, headline, subline } from './headline.js';
import { chartBlock, type LiveBlocks, sessionBlocks } from './live-blocks.js';
import { type Notice, notices } from './notices.js';
import { periodWords } from './period-words.js';
import { type Prose, textOfProse } from './prose.js';
import { read } from './reading.js';
import { type Card, type Section, sectionContext } from './section.js';
import { SHORT_TITLES, sectionsOf } from './sections/index.js';
import { methodSection } from './sections/quality.js';
import type { Table } from './table.js';
import { formatDay, formatOffset, timeOf } from './wall-clock.js';

/** Everything the page prints, as text. The templates add nothing. */
export interface Page {
  readonly documentTitle: string;
  readonly periodName: string;
  readonly demo: boolean;
  readonly meta: readonly string[];
  readonly notices: readonly Notice[];
  readonly headline: Prose;
  readonly subline: Prose;
  readonly empty: boolean;
  readonly answers: readonly (Answer & { readonly term: string })[];
  readonly changesTitle: string;
  readonly changes: readonly { readonly text: Prose }[];
  readonly findings: readonly (Finding & { readonly mark: string; readonly word: string })[];
  readonly findingsNote: string;
  readonly links: readonly { readonly href: string; readonly text: string }[];
  readonly sections: readonly (Section & Chapter)[];
  /** Prices and versions, at the end of the page. */
  readonly methodCards: readonly Card[];
  readonly coverage: readonly CoverageFact[];
  readonly coverageFinding: string;
  readonly coverageTables: readonly Table[];
  readonly terms: readonly Term[];
  readonly explanations: readonly Explanation[];
  readonly generator: string;
  /** Data for the page's script; null: nothing to filter or open. */
  readonly live: LiveBlocks | null;
}

/** A chapter as it stands on the page: what tells its story, and under one line what is looked up. */
interface Chapter {
  readonly first: readonly Card[];
  readonly more: { readonly label: string; readonly cards: readonly Card[] } | null;
}

const SEVERITIES = {
  act: { mark: '!', word: 'Act now' },
  look: { mark: '▲', word: 'Look at it' },
  data: { mark: '?', word: 'Fix the data' },
} as const;

/** The page of a result. */
export async function pageOf(result: MetricsResult, cache?: ChartCache): Promise<Page> {
  const empty = !hasRequests(result);
  const words = periodWords(result);
  const found = findings(result);
  const changed = empty ? [] : changes(result);
  const context = sectionContext(result, cache);
  const [sections, method, blocks] = empty
    ? [[], null, null]
    : await Promise.all([sectionsOf(context), methodSection(context), sessionBlocks(context, cache)]);
  const coverage = coverageFacts(result);
  const explained = empty ? [] : explanations(result);
  const problems = coverage.filter((fact) => fact.loud).length;
  return {
    documentTitle: `${textOfProse(headline(result))} · cc-report`,
    periodName: result.period.kind === 'month' ? result.period.label : words.dates,
    demo: result.options.demo,
    meta: metaLine(result),
    notices: notices(result),
    headline: headline(result),
    subline: subline(result),
    empty,
    answers: empty
      ? []
      : answers(result, found).map((answer) => ({
          ...reachable(answer, sections, found),
          term: termOf(TERMS[answer.link] ?? '', explained),
        })),
    changesTitle:
      words.before === '' ? 'Worth knowing' : `What changed since ${words.before}${words.onRecord}`,
    changes: changed.map((text) => ({ text })),
    findings: found.map((finding) => ({
      ...finding,
      ...SEVERITIES[finding.severity],
      link: evidence(finding, sections),
    })),
    findingsNote: findingsNote(found),
    links: [
      ...(found.length > 0 ? [{ href: '#actions', text: 'Actions' }] : []),
      ...sections.map((section) => ({
        href: `#${section.id}`,
        text: SHORT_TITLES[section.id] ?? section.title,
      })),
      { href: '#method', text: 'Method' },
    ],
    sections: sections.map((section) => ({
      ...section,
      ...chapterOf(withTerms(anchored(section, found), explained)),
    })),
    methodCards: method?.cards ?? [],
    coverage,
    coverageFinding:
      problems === 0
        ? 'Everything found was read and priced'
        : `${formatPlural(problems, 'thing')} to know before trusting the totals`,
    coverageTables: coverageTables(result.coverage),
    terms: glossary(result),
    explanations: explained,
    generator: `${result.generator.name} ${result.generator.version}`,
    live:
      blocks === null
        ? null
        : {
            ...blocks,
            charts: await chartBlock(context, method === null ? sections : [...sections, method]),
          },
  };
}

/** Two tables are worth folding, if something stays before them. */
function chapterOf({ cards }: Section): Chapter {
  const more = cards.filter((card) => card.aside);
  if (more.length < 2 || more.length === cards.length) return { first: cards, more: null };
  return {
    first: cards.filter((card) => !card.aside),
    more: { label: more.map((card) => card.table?.title ?? '').join(' · '), cards: more },
  };
}

/** Money overlaps: a cost of one action can be a saving of another. */
function findingsNote(found: readonly Finding[]): string {
  const money = found.filter((finding) => finding.usd !== null && finding.amountNote !== 'over budget');
  if (money.length < 2) return '';
  const isSaving = (finding: Finding) => finding.savedUsd !== null;
  if (money.every(isSaving)) return 'These savings overlap: do not add them up.';
  return `These amounts overlap: do not add them up.${money.some(isSaving) ? ' Where it does not say saving, an amount' : ' An amount'} is what was spent, not what can be saved.`;
}

/** The section with an anchor at every card that a finding names. */
function anchored(section: Section, found: readonly Finding[]): Section {
  const open = new Set(found.filter(({ link }) => link === `#${section.id}`).map(({ card }) => card));
  return {
    ...section,
    cards: section.cards.map((card) => {
      const metric = metricOf(card);
      return open.delete(metric) && metric !== '' ? { ...card, anchor: `card-${metric}` } : card;
    }),
  };
}

/** What an answer, by where it leads, and a card, by its metric, measure under another name. */
const TERMS: Readonly<Record<string, string>> = {
  '#spend': 'cost',
  '#normal': 'anomalies',
  '#projection': 'cost-projection',
  '#actions': 'savings-ledger',
  'cost-by-token-class': 'effective-tokens',
};

function termOf(id: string, explained: readonly Explanation[]): string {
  return explained.some((one) => one.id === id) ? id : '';
}

/** The section with a "?" at every card whose metric is explained. */
function withTerms(section: Section, explained: readonly Explanation[]): Section {
  return {
    ...section,
    cards: section.cards.map((card) => {
      const metric = metricOf(card);
      return {
        ...card,
        term: termOf(TERMS[metric] ?? metric, explained),
        facts: card.facts?.map((fact) => ({ ...fact, term: termOf(fact.metric, explained) })) ?? null,
      };
    }),
  };
}

function metricOf({ figure, table }: Card): string {
  return figure?.id ?? table?.metric ?? '';
}

/** The card of a finding, else its chapter; empty where the view has neither. */
function evidence({ link, card }: Finding, sections: readonly Section[]): string {
  const section = sections.find(({ id }) => `#${id}` === link);
  return card !== '' && section?.cards.some((one) => metricOf(one) === card)
    ? `#card-${card}`
    : section === undefined && link !== '#method'
      ? ''
      : link;
}

/** A view can leave out the chapter that a link names. */
function target(link: string, sections: readonly Section[]): string {
  return link === '#method' || sections.some((section) => `#${section.id}` === link) ? link : '#method';
}

function reachable(answer: Answer, sections: readonly Section[], found: readonly Finding[]): Answer {
  if (answer.link === '#actions' && found.length > 0) return answer;
  return { ...answer, link: target(answer.link, sections) };
}

function metaLine(result: MetricsResult): readonly string[] {
  const { period, coverage, generatedAt } = result;
  const words = periodWords(result);
  const sessions = read(result, 'sessions').value;
  const projects = read(result, 'cost-by-project').rows.length;
  const users = read(result, 'users').value;
  const from = formatOffset(period.start);
  const until = formatOffset(period.asOf);
  const hours =
    period.kind === 'last-hours'
      ? `${formatDay(period.start)}, ${timeOf(period.start)} – ${formatDay(period.asOf)}, ${timeOf(period.asOf)}`
      : words.dates;
  return [
    words.running && period.dayCount > 1
      ? `${hours} (day ${formatCount(period.dayNumber)} of ${formatCount(period.dayCount)})`
      : hours,
    ...(sessions === null || sessions === 0
      ? []
      : [
          `${formatPlural(sessions, 'session')}${users === null ? '' : ` of ${formatPlural(users, 'user')}`}${projects === 0 ? '' : ` in ${formatPlural(projects, 'project')}`}`,
        ]),
    from === until && from === period.timezone
      ? `times in ${from}`
      : `times in ${period.timezone} (${from === until ? from : `${from}, later ${until}`})`,
    generatedLine(generatedAt),
    priceTableDate(coverage),
  ];
}
