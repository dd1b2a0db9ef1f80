import type { ToolOutcome } from '../fact-tables.js';

/**
 * What kind of failure a tool's error text speaks of: fixed texts of Claude Code and of operating systems, in
 * order of test. The class is kept, the text is not. Format seen up to 2.1.237.
 */
const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/has not been read yet/i, 'file_not_read'],
  [/has been (unexpectedly )?modified since/i, 'file_modified'],
  [/exceeds maximum allowed (tokens|size)|file (content )?(is )?too large/i, 'file_too_large'],
  [/string to replace not found|string not found in file/i, 'text_not_found'],
  [/matches of the string to replace/i, 'text_not_unique'],
  [/no changes to make/i, 'no_changes'],
  [/no such tool available|unknown tool|tool not found/i, 'tool_not_found'],
  [/InputValidationError|failed due to the following issues?|missing required parameter/i, 'invalid_input'],
  [/timed out|timeout exceeded|deadline exceeded/i, 'timeout'],
  [/prompt is too long|context (window|length) (is )?exceeded/i, 'context_overflow'],
  [/rate limit|too many requests|\b429\b/i, 'rate_limit'],
  [/MCP error|MCP server|-3200\d/, 'mcp_transport'],
  [/EADDRINUSE|address already in use/i, 'port_in_use'],
  [/EACCES|EPERM|permission denied|operation not permitted/i, 'permission'],
  [/ENOTFOUND|ECONNREFUSED|ECONNRESET|fetch failed|status code \d{3}|getaddrinfo/i, 'network'],
  [/(file|path|directory) does not exist|ENOENT|no such file or directory/i, 'file_not_found'],
  [/command not found/i, 'command_not_found'],
  [/SyntaxError|syntax error|parse error/i, 'syntax'],
  [/notebook|cell with id/i, 'notebook'],
  [/^Exit code \d/, 'command_failed'],
];

/** The class of an error from the start of its text; `other` when no fixed text is known. */
export function errorClass(textStart: string): string {
  return CLASSES.find(([pattern]) => pattern.test(textStart))?.[1] ?? 'other';
}

/** The class of the error that a tool call ended with; null when it ended otherwise. */
export function errorClassOf(outcome: ToolOutcome, textStart: string): string | null {
  return outcome === 'error' || outcome === 'invalid' ? errorClass(textStart) : null;
}
