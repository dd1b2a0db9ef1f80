import { expect, test } from 'vitest';
import { errorClass } from './error-class.js';

test.each([
  ['command_failed', 'Exit code 1\n2 tests failed'],
  ['command_not_found', 'Exit code 127\nbash: foo: command not found'],
  ['file_not_found', 'Exit code 1\ncat: a: No such file or directory'],
  ['file_not_read', '<tool_use_error>File has not been read yet. Read it first before writing to it.'],
  ['file_modified', '<tool_use_error>File has been modified since read, either by the user or by a linter.'],
  ['file_too_large', 'File content (30000 tokens) exceeds maximum allowed tokens (25000).'],
  ['text_not_found', '<tool_use_error>String to replace not found in file.\nString: x'],
  ['text_not_unique', 'Found 3 matches of the string to replace, but replace_all is false.'],
  ['timeout', 'Command timed out after 2m 0.0s'],
  ['tool_not_found', '<tool_use_error>Error: No such tool available: Frobnicate'],
  ['invalid_input', '<tool_use_error>InputValidationError: Read failed due to the following issue:'],
  ['mcp_transport', 'MCP error -32603: internal'],
  ['network', 'Request failed with status code 404'],
  ['permission', 'EACCES: permission denied, open a'],
  ['other', 'something nobody foresaw'],
])('%s', (expected, text) => {
  expect(errorClass(text)).toBe(expected);
});
