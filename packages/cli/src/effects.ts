import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import envPaths from 'env-paths';

/** Everything outside the program that it can see or change. Tests give their own. */
export interface Effects {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly homeDir: string;
  /** Where the store lives unless `--store` says otherwise. */
  readonly dataDir: string;
  /** IANA name of the machine's zone. */
  readonly timezone: string;
  readonly now: () => Date;
  /** Data only. */
  readonly stdout: (text: string) => void;
  /** Everything for people that is not the answer. */
  readonly stderr: (text: string) => void;
  readonly isTerminal: boolean;
  readonly readText: (path: string) => Promise<string>;
  /** Makes missing directories. */
  readonly writeText: (path: string, text: string) => Promise<void>;
  readonly isDirectory: (path: string) => Promise<boolean>;
  /** Size, time and inode of a file: another file, or other bytes, have another stamp; null when there is none. */
  readonly fileStamp: (path: string) => Promise<string | null>;
  readonly makeDir: (path: string) => Promise<void>;
  /** Name and time of change of every file of a folder. */
  readonly listFiles: (
    path: string,
  ) => Promise<readonly { readonly name: string; readonly modifiedMs: number }[]>;
  readonly removeFile: (path: string) => Promise<void>;
  readonly openFile: (path: string) => Promise<void>;
}

export function realEffects(): Effects {
  return {
    env: process.env,
    cwd: process.cwd(),
    homeDir: homedir(),
    dataDir: envPaths('cc-report', { suffix: '' }).data,
    timezone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    now: () => new Date(),
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY === true,
    readText: (path) => readFile(path, 'utf8'),
    writeText: async (path, text) => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    },
    isDirectory: (path) =>
      stat(path).then(
        (found) => found.isDirectory(),
        () => false,
      ),
    fileStamp: (path) =>
      stat(path).then(
        ({ size, mtimeMs, ino }) => `${size} ${mtimeMs} ${ino}`,
        () => null,
      ),
    makeDir: async (path) => {
      await mkdir(path, { recursive: true });
    },
    listFiles: async (path) => {
      const names = await readdir(path);
      return Promise.all(
        names.map(async (name) => ({ name, modifiedMs: (await stat(join(path, name))).mtimeMs })),
      );
    },
    removeFile: (path) => rm(path),
    openFile: async (path) => {
      const { default: open } = await import('open');
      await open(path);
    },
  };
}
