import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** Not the packaged arguments: those switch web security off, which would void every test of the CSP. */
const ARGUMENTS = ['--no-sandbox', '--disable-gpu'];

const SYSTEM_BROWSERS = [
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

interface Installed {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A real headless Chromium: `CHROME_PATH`, else a system browser, else the one that npm installs.
 * Without any, null: locally the caller skips with a note, in CI (`CI` is set) this throws.
 */
export async function launchBrowser(): Promise<Browser | null> {
  try {
    const installed = await findBrowser();
    return await chromium.launch({
      executablePath: installed.executablePath,
      args: ARGUMENTS,
      env: { ...definedEnvironment(), ...installed.env },
    });
  } catch (cause) {
    if (process.env['CI'])
      throw new Error('No Chromium could be started; the browser tests must run in CI.', { cause });
    console.warn(
      `SKIPPED: no Chromium could be started, so nothing was tested in a browser.\n${String(cause)}`,
    );
    return null;
  }
}

async function findBrowser(): Promise<Installed> {
  const named = process.env['CHROME_PATH'];
  if (named) return { executablePath: named, env: {} };
  const system = SYSTEM_BROWSERS.find((path) => existsSync(path));
  return system === undefined ? packagedBrowser() : { executablePath: system, env: {} };
}

/** @sparticuz/chromium, unpacked once per version into a folder of its own (about 200 MB, 3 s). */
async function packagedBrowser(): Promise<Installed> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const manifest = join(dirname(entry), '..', '..', 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const home = join(tmpdir(), `cc-report-chromium-${version}-${process.getuid?.() ?? 0}`);
  if (!existsSync(home)) await unpack(home);
  writeFontConfig(home);
  return {
    executablePath: join(home, 'chromium'),
    env: { LD_LIBRARY_PATH: join(home, 'al2023', 'lib'), FONTCONFIG_FILE: join(home, 'fontconfig.xml') },
  };
}

async function unpack(home: string): Promise<void> {
  // Test files run in parallel processes: each unpacks into a folder of its own, the first rename wins.
  const folder = mkdtempSync(`${home}-`);
  const before = { ...process.env };
  // Read once, on import and on unpacking: TMPDIR is the target, the runtime name makes it bring NSS, NSPR and expat.
  process.env['TMPDIR'] = folder;
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs20.x';
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    await packaged.executablePath();
    renameSync(folder, home);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  } finally {
    for (const name of Object.keys(process.env)) if (!Object.hasOwn(before, name)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

/** The packaged configuration names /tmp/fonts, which is not where a private folder has them. */
function writeFontConfig(home: string): void {
  const cache = join(home, 'font-cache');
  mkdirSync(cache, { recursive: true });
  const folders = [join(home, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts'];
  writeFileSync(
    join(home, 'fontconfig.xml'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders
      .map((folder) => `<dir>${folder}</dir>`)
      .join('')}<cachedir>${cache}</cachedir></fontconfig>`,
  );
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
