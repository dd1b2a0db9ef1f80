import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import type { Fact } from './fact-tables.js';
import { objectAt, textAt } from './json-value.js';
import { ParserError } from './parser-error.js';

/** One `.jsonl` file below `projects`. */
export interface TranscriptFile {
  readonly path: string;
  /** Path below its config root, with forward slashes: `projects/<slug>/<session>.jsonl`. */
  readonly name: string;
  /** Folder below `projects`: a lossy form of the working directory; null for a file directly in it. */
  readonly slug: string | null;
  /** Session that the path tells of; null where only the lines tell. */
  readonly pathSessionId: string | null;
  /** null in a main transcript. */
  readonly agentId: string | null;
  /** From the subagent's `.meta.json`, where there is one. */
  readonly agentType: string | null;
  readonly sizeBytes: number;
  /** Milliseconds since 1970, UTC; may have a fraction. */
  readonly modifiedMs: number;
  readonly inode: number;
}

export interface FoundTranscripts {
  /** In order of root, then name. */
  readonly files: readonly TranscriptFile[];
  /** Directories that could not be listed, with the name they have in reports. */
  readonly issues: readonly (Fact<'issue'> & { readonly file: string })[];
}

/** The config roots Claude Code uses: `CLAUDE_CONFIG_DIR` (a comma list), else the two default places. */
export function defaultRoots(
  env: Readonly<Record<string, string | undefined>>,
  homeDir: string,
): readonly string[] {
  const configured = splitRoots(env['CLAUDE_CONFIG_DIR'] ?? '');
  if (configured.length > 0) return configured;
  return [join(homeDir, '.claude'), join(env['XDG_CONFIG_HOME'] || join(homeDir, '.config'), 'claude')];
}

/** Splits a comma list of roots; empty parts are dropped. */
export function splitRoots(list: string): readonly string[] {
  return list
    .split(',')
    .map((root) => root.trim())
    .filter((root) => root !== '');
}

/**
 * Finds every transcript below the roots: config directories or their `projects` directories. A symlinked
 * root or `projects` is followed, symlinks below it are not; a file reached twice is listed once.
 * @throws {ParserError} `no-transcripts` naming every place it looked in, when there is no transcript.
 */
export async function findTranscripts(roots: readonly string[]): Promise<FoundTranscripts> {
  const found: Found = { files: [], issues: [], seen: new Set() };
  const projectsDirs: string[] = [];
  const lookedIn: string[] = [];
  for (const root of roots) {
    const places =
      basename(resolve(root)) === 'projects'
        ? [root, join(root, 'projects')]
        : [join(root, 'projects'), root];
    lookedIn.push(places[0] as string);
    const dir = firstProjectsDir(places);
    if (dir === null || projectsDirs.includes(dir)) continue;
    projectsDirs.push(dir);
    walk(dir, [], found);
  }
  if (found.files.length === 0) {
    throw new ParserError(
      'no-transcripts',
      `no transcripts (*.jsonl) found; looked in ${lookedIn.join(', ')}`,
    );
  }
  return { files: found.files, issues: found.issues };
}

interface Found {
  readonly files: TranscriptFile[];
  readonly issues: (Fact<'issue'> & { file: string })[];
  readonly seen: Set<string>;
}

/** The first place that is a directory named `projects`, behind its symlinks. */
function firstProjectsDir(places: readonly string[]): string | null {
  for (const place of places) {
    try {
      const real = realpathSync(place);
      const isNamedSo = basename(resolve(place)) === 'projects' || basename(real) === 'projects';
      if (isNamedSo && statSync(real).isDirectory()) return real;
    } catch {
      // Not there: the next place is tried, and a report without transcripts says where it looked.
    }
  }
  return null;
}

/** Synchronous: ten thousand files take a tenth of the time that as many promises take. */
function walk(dir: string, below: readonly string[], found: Found): void {
  let entries: Dirent[];
  try {
    entries = readdirSync(dir, { withFileTypes: true });
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const reason = `The directory could not be listed (${code}); its transcripts are missing`;
    found.issues.push({ file: nameOf(below), line: null, code: 'unreadable-file', reason });
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const entry of entries) {
    const path = `${dir}${sep}${entry.name}`;
    if (entry.isDirectory()) walk(path, [...below, entry.name], found);
    else if (entry.isFile() && entry.name.endsWith('.jsonl') && entry.name !== 'journal.jsonl') {
      addFile(path, [...below, entry.name], found);
    }
  }
}

function addFile(path: string, below: readonly string[], found: Found): void {
  if (found.seen.has(path)) return;
  found.seen.add(path);
  try {
    const { size, mtimeMs, ino } = statSync(path);
    const { slug, pathSessionId, agentId } = placeOf(below);
    const agentType = agentId === null ? null : agentTypeOf(path);
    const facts = {
      slug,
      pathSessionId,
      agentId,
      agentType,
      sizeBytes: size,
      modifiedMs: mtimeMs,
      inode: ino,
    };
    found.files.push({ path, name: nameOf(below), ...facts });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    const reason = `The file vanished or could not be read (${code}) while the directories were listed`;
    found.issues.push({ file: nameOf(below), line: null, code: 'vanished-file', reason });
  }
}

function nameOf(below: readonly string[]): string {
  return ['projects', ...below].join('/');
}

/** What the path says: `<slug>/<session>.jsonl`, `<slug>/<session>/subagents/**​/agent-<id>.jsonl`, … */
function placeOf(below: readonly string[]): Pick<TranscriptFile, 'slug' | 'pathSessionId' | 'agentId'> {
  const stem = (below.at(-1) ?? '').slice(0, -'.jsonl'.length);
  const slug = below.length > 1 ? (below[0] ?? null) : null;
  const agentId = stem.startsWith('agent-') ? stem.slice('agent-'.length) : null;
  if (agentId === null) return { slug, pathSessionId: stem, agentId };
  const subagents = below.indexOf('subagents');
  return { slug, pathSessionId: subagents > 0 ? (below[subagents - 1] ?? null) : null, agentId };
}

function agentTypeOf(path: string): string | null {
  try {
    const meta: unknown = JSON.parse(readFileSync(path.replace(/\.jsonl$/, '.meta.json'), 'utf8'));
    return textAt(objectAt(meta)['agentType']);
  } catch {
    return null;
  }
}
