import { readFile, realpath, stat } from 'node:fs/promises';
import type { Effects } from '../effects.js';

export interface FakeRun {
  readonly effects: Effects;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Text written, by path. */
  readonly written: ReadonlyMap<string, string>;
}

/** A machine for one run: nothing is written, the clock and the zone stand still. */
export function fakeEffects(more: Partial<Effects> = {}): FakeRun {
  let stdout = '';
  let stderr = '';
  const written = new Map<string, string>();
  const effects: Effects = {
    env: {},
    cwd: '/nowhere',
    homeDir: '/nowhere',
    dataDir: '/nowhere',
    timezone: 'UTC',
    now: () => new Date('2026-11-22T12:00:00Z'),
    stdout: (data) => {
      stdout += textOf(data);
    },
    stderr: (text) => {
      stderr += text;
    },
    isTerminal: false,
    readText: (path) => readFile(path, 'utf8'),
    readBytes: (path) => readFile(path),
    writeFile: async (path, data) => {
      written.set(path, textOf(data));
    },
    isDirectory: async () => false,
    realPath: (path) => realpath(path).catch(() => null),
    fileStamp: (path) =>
      stat(path).then(
        ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
        () => null,
      ),
    makeDir: async () => {},
    listFiles: async () => [],
    removeFile: async () => {},
    openFile: async () => {},
    ...more,
  };
  return { effects, stdout: () => stdout, stderr: () => stderr, written };
}

function textOf(data: string | Uint8Array): string {
  return typeof data === 'string' ? data : Buffer.from(data).toString();
}
