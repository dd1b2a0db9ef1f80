import { mkdir, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
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
  readonly stdout: (data: string | Uint8Array) => void;
  /** Everything for people that is not the answer. */
  readonly stderr: (text: string) => void;
  readonly isTerminal: boolean;
  readonly readText: (path: string) => Promise<string>;
  readonly readBytes: (path: string) => Promise<Buffer>;
  /** Makes missing directories. */
  readonly writeFile: (path: string, data: string | Uint8Array) => Promise<void>;
  readonly isDirectory: (path: string) => Promise<boolean>;
  /** Behind its symlinks; null when it is not there. */
  readonly realPath: (path: string) => Promise<string | null>;
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
    // To ask for it takes 9 ms of a start.
    get timezone() {
      return new Intl.DateTimeFormat().resolvedOptions().timeZone;
    },
    now: () => new Date(),
    stdout: (data) => process.stdout.write(data),
    stderr: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY === true,
    readText: (path) => readFile(path, 'utf8'),
    readBytes: (path) => readFile(path),
    writeFile: async (path, data) => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, data);
    },
    isDirectory: (path) =>
      stat(path).then(
        (found) => found.isDirectory(),
        () => false,
      ),
    realPath: (path) => realpath(path).catch(() => null),
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
