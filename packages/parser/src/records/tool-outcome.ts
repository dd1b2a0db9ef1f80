import type { ToolOutcome } from '../fact-tables.js';

/** Enough of a result's text to recognise the fixed texts, in UTF-16 units. */
export const TEXT_START = 400;

/** Fixed texts of Claude Code for calls that did not run, in order of test. Format seen up to 2.1.237. */
const OUTCOME_BY_TEXT: readonly (readonly [RegExp, ToolOutcome])[] = [
  [/^The user doesn't want to (proceed with this tool use|take this action right now)/, 'rejected'],
  [/^\[Request interrupted by user/, 'interrupted'],
  [/^Permission for this action was denied by the Claude Code auto mode classifier/, 'denied_auto'],
  [/ is temporarily unavailable, so auto mode cannot determine the safety/, 'denied_auto'],
  [/^Permission to use .{1,300}? has been denied/s, 'denied_rule'],
  [/^PreToolUse:\S{1,200} (hook|\[)/, 'denied_hook'],
  [/^<tool_use_error>Sibling tool call errored/, 'cancelled'],
  [/^<tool_use_error>/, 'invalid'],
];

const OUTCOME_BY_DENIAL: ReadonlyMap<string, ToolOutcome> = new Map([
  ['user-rejected', 'rejected'],
  ['permission-rule', 'denied_rule'],
  ['automode-blocked', 'denied_auto'],
  ['automode-unavailable', 'denied_auto'],
]);

/** How the call ended, from the result's error flag, its denial kind and the start of its text. */
export function toolOutcome(isError: boolean, denialKind: string | null, textStart: string): ToolOutcome {
  if (denialKind !== null) {
    if (textStart.startsWith('PreToolUse:')) return 'denied_hook';
    return OUTCOME_BY_DENIAL.get(denialKind) ?? 'denied_rule';
  }
  if (!isError) return 'ok';
  return OUTCOME_BY_TEXT.find(([pattern]) => pattern.test(textStart))?.[1] ?? 'error';
}

/** The code of a command that failed: its text then starts with `Exit code N`. */
export function exitCodeOf(textStart: string): number | null {
  const match = /^Exit code (\d{1,9})\b/.exec(textStart);
  return match === null ? null : Number(match[1]);
}
