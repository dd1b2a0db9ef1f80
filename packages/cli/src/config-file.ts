import { isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CliError } from './cli-error.js';
import type { Effects } from './effects.js';

const FOUND_BY_ITSELF = ['cc-report.config.json', 'cc-report.config.js', 'cc-report.config.ts'];

/**
 * Options from a config file: the one named, else the first of `cc-report.config.{json,js,ts}` in the
 * working directory, else none. Keys are the long options.
 * @throws {CliError} `bad-usage` when a named file is missing or does not hold an object.
 */
export async function readConfig(
  named: string | null,
  effects: Effects,
): Promise<Readonly<Record<string, unknown>>> {
  const candidates = named === null ? FOUND_BY_ITSELF : [named];
  for (const name of candidates) {
    const path = isAbsolute(name) ? name : join(effects.cwd, name);
    const text = await effects.readText(path).catch((error: NodeJS.ErrnoException) => {
      if (named === null && error.code === 'ENOENT') return null;
      throw new CliError('bad-usage', `cannot read the config file ${path}: ${error.code ?? error.message}`);
    });
    if (text !== null)
      return checkedObject(path.endsWith('.json') ? parseJson(text, path) : await load(path), path);
  }
  return {};
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CliError(
      'bad-usage',
      `the config file ${path} is not valid JSON: ${(cause as Error).message}`,
      { cause },
    );
  }
}

async function load(path: string): Promise<unknown> {
  try {
    const { createJiti } = await import('jiti');
    return await createJiti(pathToFileURL(path).href).import(path, { default: true });
  } catch (cause) {
    throw new CliError('bad-usage', `the config file ${path} cannot be loaded: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function checkedObject(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new CliError(
    'bad-usage',
    `the config file ${path} must hold an object with options, for example {"budget": 800}`,
  );
}
