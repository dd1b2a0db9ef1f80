import { type JsonObject, objectAt } from '../json-value.js';

const SHELLS: ReadonlySet<unknown> = new Set(['Bash', 'PowerShell']);
const COMMIT = /\bgit(\s+(-[cC]\s+\S+|--?[a-z][a-z-]*(=\S+)?))*\s+commit\b/;
const PULL_REQUEST = /\b(gh\s+pr|glab\s+mr)\s+create\b/;

/** Whether a tool call is a shell command that commits or opens a pull request. The command itself is not kept. */
export function shellAction(toolUse: JsonObject): { isCommit: boolean; isPullRequest: boolean } {
  const command = SHELLS.has(toolUse['name']) ? objectAt(toolUse['input'])['command'] : null;
  if (typeof command !== 'string') return { isCommit: false, isPullRequest: false };
  return { isCommit: COMMIT.test(command), isPullRequest: PULL_REQUEST.test(command) };
}
