import { expect, test } from 'vitest';
import { exitCodeOf, toolOutcome } from './tool-outcome.js';

test.each([
  ['ok', false, null, 'all fine'],
  ['ok', false, null, "The user doesn't want to proceed with this tool use."],
  ['error', true, null, 'Exit code 1\nfailed'],
  ['error', true, null, 'Error: ENOENT'],
  ['rejected', true, null, "The user doesn't want to proceed with this tool use. The tool use was rejected"],
  ['rejected', true, null, "The user doesn't want to take this action right now. STOP what you are doing"],
  ['rejected', true, 'user-rejected', 'anything'],
  ['denied_rule', true, 'permission-rule', 'anything'],
  ['denied_rule', true, 'a-kind-of-the-future', 'anything'],
  ['denied_rule', true, null, 'Permission to use Bash with command x has been denied.'],
  ['denied_auto', true, 'automode-blocked', 'anything'],
  [
    'denied_auto',
    true,
    null,
    'Permission for this action was denied by the Claude Code auto mode classifier',
  ],
  [
    'denied_auto',
    true,
    null,
    'claude-x is temporarily unavailable, so auto mode cannot determine the safety',
  ],
  ['denied_hook', true, null, 'PreToolUse:Bash hook error: no'],
  ['denied_hook', true, 'permission-rule', 'PreToolUse:WebFetch hook error: no'],
  ['interrupted', true, null, '[Request interrupted by user for tool use]'],
  ['cancelled', true, null, '<tool_use_error>Sibling tool call errored</tool_use_error>'],
  ['invalid', true, null, '<tool_use_error>InputValidationError</tool_use_error>'],
] as const)('%s', (outcome, isError, denialKind, text) => {
  expect(toolOutcome(isError, denialKind, text)).toBe(outcome);
});

test('the exit code is in the text, and nowhere else', () => {
  expect(exitCodeOf('Exit code 127\nnot found')).toBe(127);
  expect(exitCodeOf('the Exit code 1')).toBeNull();
});
