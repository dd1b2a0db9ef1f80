import { PART_NAMES } from '../cost-parts.js';
import {
  formatCount,
  formatDuration,
  formatFactor,
  formatPercent,
  formatPlural,
  formatScore,
  formatTokens,
  formatUsdCell,
} from '../format.js';
import type { LiveDetails } from '../live-data.js';
import { clipName } from '../name.js';
import { unpackRows } from '../packed-rows.js';
import { type Models, sessionUsd } from '../ranking-tables.js';
import { largestOf, numberOf, type Row, textOf } from '../reading.js';
import { barCell, headings, nameCell, numberCell, rateCell, table, textCell } from '../table.js';
import { activeTimeline, TIMELINE_SUBTITLE, timelineSpan } from '../timeline.js';
import { formatMoment } from '../wall-clock.js';
import { blockData } from './blocks.js';
import { button, element, find, tableElement } from './dom.js';
import { reasonsOf } from './reasons.js';
import { makeView, type View } from './runtime.js';

type Details = { readonly [Name in keyof LiveDetails]: readonly Row[] } & {
  readonly chart: LiveDetails['timelineChart'];
};

let loading: Promise<Details> | undefined;

/** The details of all sessions: unpacked when the first one is opened. */
function loadDetails(): Promise<Details> {
  loading ??= blockData<LiveDetails>('details').then(({ timelineChart, ...packed }) => ({
    ...(Object.fromEntries(
      Object.entries(packed).map(([name, rows]) => [name, unpackRows(rows)]),
    ) as unknown as Details),
    chart: timelineChart,
  }));
  return loading;
}

/** The drawer of one session: reasons first, then its context, its money, its tools and where its errors stand. */
export class Drawer {
  readonly #dialog: HTMLDialogElement;
  readonly #models: Models;
  readonly #detailed: number;
  readonly #onClose: () => void;
  #opener: HTMLElement | null = null;
  #view: View | null = null;

  constructor(models: Models, detailed: number, onClose: () => void) {
    const dialog = find<HTMLDialogElement>('#drawer') as HTMLDialogElement;
    this.#dialog = dialog;
    this.#models = models;
    this.#detailed = detailed;
    this.#onClose = onClose;
    dialog.addEventListener('click', (event) => {
      // The dialog itself is only hit beside its content: on the backdrop.
      if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener('close', () => {
      this.#view?.finalize();
      this.#view = null;
      this.#onClose();
      this.#opener?.focus();
    });
  }

  /** Opens a session; `place` is its place among all sessions. */
  async open(session: Row, place: number, opener: HTMLElement | null): Promise<void> {
    this.#opener = opener;
    const details = await loadDetails();
    const of = (name: 'timeline' | 'explained' | 'tools' | 'subagents' | 'errors') =>
      details[name].filter((row) => row['session'] === place);
    const [explained] = of('explained');
    const points = activeTimeline(of('timeline'));
    const timeline = element('div', { class: 'chart' });
    this.#dialog.replaceChildren(
      element(
        'div',
        { class: 'drawer' },
        this.#header(session),
        ...this.#reasons(session, explained),
        ...(points.length > 1 ? section('Context', TIMELINE_SUBTITLE, timelineFigure(timeline, points)) : []),
        ...section('Facts', '', this.#facts(session)),
        ...costSection(explained),
        ...toolSection(of('tools')),
        ...subagentSection(of('subagents')),
        ...errorSection(of('errors'), numberOf(session, 'tool_errors') ?? 0),
      ),
    );
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#dialog.scrollTop = 0;
    if (points.length > 1 && details.chart !== null) {
      const target = element('div', { class: 'live', 'aria-hidden': 'true' });
      timeline.append(target);
      const view = await makeView(details.chart.vega, points as object[], target);
      this.#view = await view
        .signal('span', timelineSpan(points))
        .width(timeline.clientWidth)
        .height(200)
        .runAsync();
    }
  }

  #header(session: Row): HTMLElement {
    const id = clipName(textOf(session, 'session_id'), 80);
    const grade = textOf(session, 'grade');
    return element(
      'header',
      {},
      element(
        'div',
        {},
        element(
          'p',
          { class: 'eyebrow' },
          element('bdi', {}, clipName(textOf(session, 'project')) || 'no project'),
        ),
        element(
          'h2',
          { id: 'drawer-title' },
          `Session ${id.slice(0, 8)} `,
          ...(grade === ''
            ? []
            : [
                element('span', { class: `grade grade-${grade.toLowerCase()}`, title: 'Grade' }, grade),
                ` ${formatScore(numberOf(session, 'score'))} of 100`,
              ]),
        ),
        element('p', { class: 'subtitle mono' }, id),
      ),
      element('p', { class: 'drawer-cost' }, sessionUsd(session)),
      button('✕', () => this.#dialog.close(), { 'aria-label': 'Close' }),
    );
  }

  #reasons(session: Row, explained: Row | undefined): readonly HTMLElement[] {
    if (explained === undefined) {
      return [
        element(
          'p',
          { class: 'note' },
          `Details are kept for the ${formatCount(this.#detailed)} costliest sessions; this one is not among them.`,
        ),
      ];
    }
    const reasons = reasonsOf(session, explained);
    if (reasons.length === 0) return [];
    return [
      element(
        'ul',
        { class: 'reasons' },
        ...reasons.map(({ text, points }) =>
          element(
            'li',
            {},
            element('span', {}, text),
            ...(points === null ? [] : [element('b', {}, `\u2212${formatCount(points)} points`)]),
          ),
        ),
      ),
    ];
  }

  #facts(session: Row): HTMLElement {
    const model = textOf(session, 'model');
    const facts: readonly (readonly [string, string])[] = [
      ['Model', this.#models.get(model)?.label ?? (clipName(model, 40) || 'n/a')],
      ['Branch', clipName(textOf(session, 'branch'), 40) || 'n/a'],
      ['Started', formatMoment(textOf(session, 'started_at'))],
      ['Last response', formatMoment(textOf(session, 'ended_at'))],
      ['Active time', formatDuration(numberOf(session, 'active_s'))],
      ['Prompts', formatCount(numberOf(session, 'prompts'))],
      ['Requests', formatCount(numberOf(session, 'requests'))],
      ['Output', `${formatTokens(numberOf(session, 'output_tokens'))} tokens`],
      ['Peak context', `${formatTokens(numberOf(session, 'context_peak_tokens'))} tokens`],
      ['Context growth', formatFactor(numberOf(session, 'context_growth'))],
      ['Cache hit rate', formatPercent(numberOf(session, 'cache_hit_rate'))],
      ['Compactions', formatCount(numberOf(session, 'compactions'))],
      ['Carried and rebuilt beyond the first context', formatUsdCell(numberOf(session, 'premium_usd'))],
      ['Own cost, without subagents', formatUsdCell(numberOf(session, 'own_cost_usd'))],
    ];
    return element(
      'dl',
      { class: 'pairs' },
      ...facts.map(([name, value]) =>
        element('div', {}, element('dt', {}, name), element('dd', {}, element('bdi', {}, value))),
      ),
    );
  }
}

function section(
  title: string,
  subtitle: string,
  ...content: readonly HTMLElement[]
): readonly HTMLElement[] {
  return [
    element(
      'section',
      {},
      element('h3', {}, title),
      ...(subtitle === '' ? [] : [element('p', { class: 'subtitle' }, subtitle)]),
      ...content,
    ),
  ];
}

function timelineFigure(timeline: HTMLElement, points: readonly Row[]): HTMLElement {
  const folds = points.filter((point) => point['compaction'] === true).length;
  timeline.setAttribute('role', 'img');
  timeline.setAttribute(
    'aria-label',
    `Context over time, up to ${formatTokens(largestOf(points, 'context_tokens'))} tokens, ${formatPlural(folds, 'compaction')}.`,
  );
  return timeline;
}

function costSection(explained: Row | undefined): readonly HTMLElement[] {
  if (explained === undefined) return [];
  const parts = Object.entries(PART_NAMES)
    .map(([part, { name, isOld }]) => ({
      name: part === 'base_built' ? 'Base context, built' : name,
      isOld: isOld && part !== 'base_built',
      usd: numberOf(explained, `${part}_usd`) ?? 0,
    }))
    .filter(({ usd }) => usd !== 0)
    .sort((a, b) => b.usd - a.usd);
  const total = parts.reduce((sum, { usd }) => sum + usd, 0);
  const largest = Math.max(...parts.map(({ usd }) => usd));
  if (parts.length === 0) return [];
  return section(
    'Cost explained',
    'The parts sum to the cost',
    tableElement(
      table(
        'Cost of the session by part',
        headings('Part', '', '#Cost', '#Share'),
        parts.map(({ name, isOld, usd }) => [
          textCell(name),
          barCell(usd / largest, '', isOld ? 'var(--cold)' : ''),
          numberCell(formatUsdCell(usd)),
          numberCell(formatPercent(total > 0 ? usd / total : null)),
        ]),
      ),
    ),
  );
}

function toolSection(rows: readonly Row[]): readonly HTMLElement[] {
  if (rows.length === 0) return [];
  const largest = largestOf(rows, 'calls');
  const named = rows.filter((row) => row['tool'] !== null);
  return section(
    'Tools',
    '',
    tableElement(
      table(
        'Tools of the session',
        headings('Tool', '', '#Calls', '#Errors'),
        [...named, ...rows.filter((row) => row['tool'] === null)].map((row) => {
          const calls = numberOf(row, 'calls') ?? 0;
          const errors = numberOf(row, 'errors') ?? 0;
          return [
            textOf(row, 'tool') === ''
              ? textCell('All other tools', 'muted')
              : nameCell(textOf(row, 'tool'), 40),
            barCell(calls / largest, ''),
            numberCell(formatCount(calls)),
            errors === 0 ? numberCell('–') : rateCellOf(errors, calls),
          ];
        }),
      ),
    ),
  );
}

function rateCellOf(errors: number, calls: number) {
  return { ...rateCell(errors / calls, errors / calls > 0.08 && calls >= 10), text: formatCount(errors) };
}

/** Subagents below the one that started them. */
function subagentSection(rows: readonly Row[]): readonly HTMLElement[] {
  if (rows.length === 0) return [];
  const ids = new Set(rows.map((row) => textOf(row, 'agent_id')));
  const branch = (parent: string, seen: ReadonlySet<string>): HTMLElement | null => {
    const below = rows.filter((row) => {
      const id = textOf(row, 'agent_id');
      const above = ids.has(textOf(row, 'parent_id')) ? textOf(row, 'parent_id') : '';
      return above === parent && !seen.has(id);
    });
    if (below.length === 0) return null;
    return element(
      'ul',
      { class: 'tree' },
      ...below.map((row) => {
        const id = textOf(row, 'agent_id');
        const name =
          id === ''
            ? `${formatPlural(numberOf(row, 'runs'), 'more subagent')}`
            : clipName(textOf(row, 'agent_type'), 40);
        const nested = id === '' ? null : branch(id, new Set([...seen, id]));
        return element(
          'li',
          {},
          element(
            'p',
            {},
            element('bdi', {}, name),
            element('span', { class: 'muted' }, ` ${formatPlural(numberOf(row, 'requests'), 'request')}`),
            element('b', {}, formatUsdCell(numberOf(row, 'cost_usd'))),
          ),
          ...(nested === null ? [] : [nested]),
        );
      }),
    );
  };
  const tree = branch('', new Set());
  return tree === null ? [] : section('Subagents', '', tree);
}

function errorSection(rows: readonly Row[], all: number): readonly HTMLElement[] {
  if (rows.length === 0) return [];
  const content = section(
    'Where errors stand',
    'Transcript and line; no text of it is in this page',
    tableElement(
      table(
        'Errors of the session',
        headings('Tool', 'Class', 'After', 'Transcript', '#Line'),
        rows.map((row) => [
          nameCell(textOf(row, 'tool') || 'API', 28),
          textCell(clipName(textOf(row, 'class'), 40)),
          textCell(formatDuration(numberOf(row, 'at_s')), 'nowrap'),
          textCell(clipName(textOf(row, 'file'), 300), 'mono path'),
          numberCell(formatCount(numberOf(row, 'line'))),
        ]),
      ),
    ),
  );
  const tools = rows.filter((row) => textOf(row, 'tool') !== '').length;
  if (all > tools)
    content[0]?.append(element('p', { class: 'note' }, `The first ${formatCount(rows.length)} are listed.`));
  return content;
}
