import { formatCount, formatPercent, formatPlural } from '../format.js';
import { clipName } from '../name.js';
import { numberOf, read, sumOf, textOf } from '../reading.js';
import { type Draft, type ListCard, listCard, type SectionContext } from '../section.js';
import { modeWord } from './tool-context.js';

/** From this share of prompts on, working without permissions is a habit. */
const RISKY_BYPASS = 0.2;

const DENIALS: Readonly<Record<string, string>> = {
  rejected: 'by people',
  denied_rule: 'by rules',
  denied_auto: 'by the classifier',
  denied_hook: 'by hooks',
};

type Item = ListCard['items'][number];

/** What guarded the machine, as far as transcripts tell. */
export function postureCard({ result }: SectionContext): readonly Draft[] {
  const modes = read(result, 'permission-modes');
  const bypass = modes.rows.find((row) => textOf(row, 'mode') === 'bypassPermissions');
  const named = modes.rows.filter((row) => numberOf(row, 'share') !== null);
  const prompts = sumOf(named, 'prompts') ?? 0;
  const unnamed = numberOf(modes.rows.find((row) => textOf(row, 'mode') === 'unknown') ?? {}, 'prompts') ?? 0;
  const risky = (modes.value ?? 0) > RISKY_BYPASS;
  const item = (label: string, value: string, pill = ''): Item => ({ label, value, pill });

  const decisions = read(result, 'tool-decisions').rows;
  const unasked = sumOf(decisions, 'ran_unasked') ?? 0;
  const decided = sumOf(decisions, 'calls') ?? 0;
  const outcomes = read(result, 'tool-outcomes').rows;
  const denials = Object.entries(DENIALS).flatMap(([outcome, by]) => {
    const calls = numberOf(outcomes.find((row) => textOf(row, 'outcome') === outcome) ?? {}, 'calls') ?? 0;
    return calls === 0 ? [] : [`${formatCount(calls)} ${by}`];
  });
  const calls = read(result, 'tool-calls').rows;
  const callsTo = (tool: string) =>
    numberOf(calls.find((row) => textOf(row, 'tool') === tool) ?? {}, 'calls') ?? 0;
  const servers = read(result, 'mcp-servers').rows.map((row) => clipName(textOf(row, 'server'), 30));
  const hooks = read(result, 'hooks').rows;
  const runs = sumOf(hooks, 'runs') ?? 0;
  const failed = sumOf(hooks, 'non_blocking_errors') ?? 0;
  const blocked = sumOf(hooks, 'blocking_errors') ?? 0;
  return listCard({
    title: 'Posture',
    metric: 'permission-modes',
    finding:
      modes.value === null
        ? ''
        : bypass === undefined
          ? 'No prompt bypassed permissions'
          : `${formatPercent(modes.value)} of prompts bypassed permissions: ${formatCount(numberOf(bypass, 'prompts'))} of ${formatCount(prompts)}`,
    subtitle:
      'What transcripts tell. Settings files, sandboxes and what was allowed for good are not in them',
    items: [
      ...(named.length === 0
        ? []
        : [
            item(
              'Modes of prompts',
              `${named.map((row) => `${modeWord(textOf(row, 'mode'))} ${formatPercent(numberOf(row, 'share'))}`).join(', ')}${unnamed === 0 ? '' : `; ${formatPlural(unnamed, 'prompt')} ${unnamed === 1 ? 'names' : 'name'} no mode`}`,
              risky ? 'over 20% bypass' : '',
            ),
          ]),
      ...(decided === 0 || named.length === 0
        ? []
        : [
            item(
              'Ran in a mode that does not ask',
              `${formatPercent(unasked / decided)} of ${formatPlural(decided, 'tool call')} that ran or ${decided === 1 ? 'was' : 'were'} turned down`,
            ),
          ]),
      item('Turned down', denials.length === 0 ? 'nothing' : denials.join(', ')),
      item(
        'MCP servers in use',
        servers.length === 0
          ? 'none'
          : `${servers.slice(0, 4).join(', ')}${servers.length > 4 ? ` and ${servers.length - 4} more` : ''}`,
      ),
      item(
        'Hook runs',
        runs === 0
          ? 'none recorded'
          : `${formatCount(runs)} at ${formatPlural(hooks.length, 'event')}, ${formatCount(failed)} failed, ${formatCount(blocked)} blocked`,
        failed > 0 ? 'hooks fail' : '',
      ),
      item(
        'Content from the web',
        `${formatPlural(callsTo('WebFetch'), 'page')} fetched, ${formatPlural(callsTo('WebSearch'), 'search', 'searches')}`,
      ),
    ],
  });
}
