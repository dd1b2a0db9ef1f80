import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { factsOf } from './fact-batch.js';
import { defaultRoots, findTranscripts, splitRoots } from './find-transcripts.js';
import { readTranscript } from './read-transcript.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'find-transcripts-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function given(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), path.endsWith('.meta.json') ? '{"agentType":"Explore"}' : '{}\n');
  }
}
const names = async (...roots: string[]) => (await findTranscripts(roots)).files.map((file) => file.name);

describe('findTranscripts', () => {
  test('finds sessions and subagents at any depth, in order; journals and other files are none', async () => {
    await given(
      'projects/-p/b.jsonl',
      'projects/-p/a.jsonl',
      'projects/-p/a/subagents/agent-1.jsonl',
      'projects/-p/a/subagents/workflows/w/agent-2.jsonl',
      'projects/-p/a/subagents/workflows/w/journal.jsonl',
      'projects/-p/agent-3.jsonl',
      'projects/direct.jsonl',
      'projects/-p/notes.txt',
      'history.jsonl',
    );
    expect(await names(root)).toEqual([
      'projects/-p/a/subagents/agent-1.jsonl',
      'projects/-p/a/subagents/workflows/w/agent-2.jsonl',
      'projects/-p/a.jsonl',
      'projects/-p/agent-3.jsonl',
      'projects/-p/b.jsonl',
      'projects/direct.jsonl',
    ]);
  });

  test('the path tells session, slug and subagent, the sidecar its type', async () => {
    await given('projects/-p/s1/subagents/agent-x7.jsonl', 'projects/-p/s1/subagents/agent-x7.meta.json');
    expect((await findTranscripts([root])).files[0]).toMatchObject({
      slug: '-p',
      pathSessionId: 's1',
      agentId: 'x7',
      agentType: 'Explore',
    });
  });

  test('a root may be the projects directory itself, and may be given twice or behind a symlink', async () => {
    await given('home/projects/-p/a.jsonl');
    await symlink(join(root, 'home'), join(root, 'alias'));
    const home = join(root, 'home');
    expect(await names(home, join(home, 'projects'), join(root, 'alias'))).toEqual(['projects/-p/a.jsonl']);
  });

  test('a symlinked projects directory is followed, symlinks below it are not', async () => {
    await given('real/-p/a.jsonl', 'elsewhere/b.jsonl', 'config/settings.json');
    await symlink(join(root, 'real'), join(root, 'config/projects'));
    await symlink(join(root, 'elsewhere'), join(root, 'real/-linked'));
    await symlink(join(root, 'elsewhere/b.jsonl'), join(root, 'real/-p/b.jsonl'));
    expect(await names(join(root, 'config'))).toEqual(['projects/-p/a.jsonl']);
  });

  test('without transcripts it says where it looked', async () => {
    await expect(findTranscripts([join(root, 'nowhere'), root])).rejects.toMatchObject({
      code: 'no-transcripts',
      message: `no transcripts (*.jsonl) found; looked in ${join(root, 'nowhere/projects')}, ${join(root, 'projects')}`,
    });
  });
});

describe('default roots', () => {
  test('CLAUDE_CONFIG_DIR is a comma list and replaces the defaults', () => {
    expect(defaultRoots({ CLAUDE_CONFIG_DIR: '/a, /b,,' }, '/home/u')).toEqual(['/a', '/b']);
  });
  test('else both places Claude Code has used', () => {
    expect(defaultRoots({}, '/home/u')).toEqual(['/home/u/.claude', '/home/u/.config/claude']);
    expect(defaultRoots({ XDG_CONFIG_HOME: '/x' }, '/home/u')).toEqual(['/home/u/.claude', '/x/claude']);
  });
  test('splitRoots drops empty parts', () => expect(splitRoots(' a ,,b')).toEqual(['a', 'b']));
});

describe('readTranscript', () => {
  const issuesOf = async (path: string) => {
    const issues: string[] = [];
    for await (const batch of readTranscript({ path, agentId: null })) {
      for (const issue of factsOf(batch, 'issue')) issues.push(`${issue.line} ${issue.code}`);
    }
    return issues;
  };

  test('a file that vanished leaves an issue', async () => {
    expect(await issuesOf(join(root, 'gone.jsonl'))).toEqual(['null vanished-file']);
  });
  test('a file that cannot be read leaves an issue', async () => {
    await mkdir(join(root, 'dir.jsonl'));
    expect(await issuesOf(join(root, 'dir.jsonl'))).toEqual(['null unreadable-file']);
  });
  test.skipIf(process.getuid?.() === 0)('a file without permission leaves an issue', async () => {
    await given('projects/-p/a.jsonl');
    await chmod(join(root, 'projects/-p/a.jsonl'), 0);
    expect(await issuesOf(join(root, 'projects/-p/a.jsonl'))).toEqual(['null unreadable-file']);
  });
  test('an empty file is no issue', async () => {
    await writeFile(join(root, 'empty.jsonl'), '');
    expect(await issuesOf(join(root, 'empty.jsonl'))).toEqual([]);
  });
});
