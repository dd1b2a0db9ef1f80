/**
 * Names that are the same for everybody, so that they tell nothing of a person, a customer or a project: what Claude Code
 * brings along, and how models are called in public. Redaction keeps them and hashes every other.
 */

const TOOLS: ReadonlySet<string> = new Set(
  `Agent AskUserQuestion Bash BashOutput Brief Config CronCreate CronDelete CronList Edit EnterPlanMode EnterWorktree ExitPlanMode
  ExitWorktree Glob Grep KillBash KillShell LS LSP ListMcpResourcesTool Monitor MultiEdit NotebookEdit NotebookRead PowerShell
  PushNotification REPL Read ReadMcpResourceTool RemoteTrigger ScheduleWakeup SendMessage SendUserFile SendUserMessage Skill Sleep
  SlashCommand StructuredOutput Task TaskCreate TaskGet TaskList TaskOutput TaskStop TaskUpdate TeamCreate TeamDelete TodoRead
  TodoWrite ToolSearch WebFetch WebSearch Workflow Write advisor code_execution computer exit_plan_mode
  str_replace_based_edit_tool web_fetch web_search mcp__ide__executeCode mcp__ide__getDiagnostics`.split(
    /\s+/,
  ),
);

const AGENTS: ReadonlySet<string> = new Set(
  'Explore Plan claude claude-code-guide fork general-purpose output-style-setup statusline-setup worker'.split(
    ' ',
  ),
);

const SKILLS: ReadonlySet<string> = new Set(
  `batch claude-api code-review debug fewer-permission-prompts init insights keybindings-help loop pr-comments release-notes review
  run schedule security-review simplify statusline update-config verify`.split(/\s+/),
);

const ENTRYPOINTS: ReadonlySet<string> = new Set(
  `(other) claude-code-github-action claude-desktop claude-vscode cli local-agent mcp remote sdk-cli sdk-py sdk-ts`.split(
    ' ',
  ),
);

/** `2.1.220`, `2.2.0-beta.1`; a build of one's own has a name behind it. */
const VERSION = /^(\(other\)|\d+(\.\d+){0,3}(-(alpha|beta|dev|nightly|rc)[.\d]*)?)$/;

/** A provider or region, the name, tags, a date, the size of its window. */
const MODEL =
  /^((?:us|eu|apac|global|jp|au|ca|us-gov)\.)?(?:anthropic[.:])?([^:@[\]]+)((?::[^:@[\]]+)*)(@(?:\d+|latest|default))?(?:\[\d+[km]\])?$/i;
const FAMILY = /^(claude|gpt|gemini|glm|kimi|qwen|deepseek|llama|mistral|grok|minimax)[\d.]*$/i;
const NUMBER = /^(v?\d[\d.]*|[a-z]\d{1,2})$/i;
const MODEL_WORDS: ReadonlySet<string> = new Set(
  `opus sonnet haiku fable mythos instant flash lite nano mini small medium large plus pro max ultra turbo fast air chat codex coder
  instruct reasoner thinking preview latest default exp beta free extended`.split(/\s+/),
);

function isPublicModel(name: string): boolean {
  const [, , body = '', tags = ''] = MODEL.exec(name) ?? [];
  const [family = '', ...words] = body.split('-');
  const isKnown = (word: string) => NUMBER.test(word) || MODEL_WORDS.has(word.toLowerCase());
  return FAMILY.test(family) && [...words, ...tags.split(':').slice(1)].every(isKnown);
}

const ARN = /^(arn:aws[a-z-]*:bedrock:[a-z0-9-]*:)(\d*)(:(?:inference-profile|foundation-model))$/;
const PROVIDERS =
  /^(anthropic|openrouter|bedrock|vertex|vertex_ai|google|publishers|models|global|converse|\/)+$/;

/** Which names a column holds. */
export type NameKind = 'tool' | 'agent' | 'skill' | 'model' | 'entrypoint' | 'version' | 'private';

/** The name with every part that is not public replaced by its hash. */
export function publicName(name: string, kind: NameKind, hash: (part: string) => string): string {
  switch (kind) {
    case 'tool':
      return publicTool(name, hash);
    case 'agent':
      return name.split(':').map(unless(AGENTS, hash)).join(':');
    case 'skill':
      return name.split(':').map(unless(SKILLS, hash)).join(':');
    case 'model':
      return publicModel(name, hash);
    case 'entrypoint':
      return unless(ENTRYPOINTS, hash)(name);
    case 'version':
      return VERSION.test(name) ? name : hash(name);
    case 'private':
      return hash(name);
  }
}

function unless(known: ReadonlySet<string>, hash: (part: string) => string) {
  return (part: string) => (part === '' || known.has(part) ? part : hash(part));
}

/** `mcp__server__tool`: the server's name and its tool's, each by itself. */
function publicTool(name: string, hash: (part: string) => string): string {
  if (TOOLS.has(name)) return name;
  const [, server = '', tool] = /^mcp__(.+?)(?:__(.*))?$/s.exec(name) ?? [];
  if (server === '') return hash(name);
  return tool === undefined ? `mcp__${hash(server)}` : `mcp__${hash(server)}__${hash(tool)}`;
}

/** An ARN of Bedrock holds the number of an account, a path of Vertex the name of a project; the model stays. */
function publicModel(name: string, hash: (part: string) => string): string {
  if (name === '<synthetic>') return name;
  const end = name.lastIndexOf('/');
  const [path, model] = [name.slice(0, Math.max(0, end)), name.slice(end + 1)];
  const shown = isPublicModel(model) ? model : hash(model);
  if (path === '') return shown;
  const arn = ARN.exec(path);
  if (arn !== null) return `${arn[1]}${arn[2] === '' ? '' : hash(arn[2] ?? '')}${arn[3]}/${shown}`;
  return `${PROVIDERS.test(path) ? path : hash(path)}/${shown}`;
}
