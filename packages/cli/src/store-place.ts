import { createHash, randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { StoreOptions } from '@cc-report/metrics';
import { CliError } from './cli-error.js';
import type { Effects } from './effects.js';
import type { Flags } from './flags.js';

/** Where this run keeps its facts, and the key of its redaction. A set of roots has a store of its own. */
export async function storeOptions(
  flags: Flags,
  roots: readonly string[],
  effects: Effects,
): Promise<StoreOptions> {
  const redactionKey = flags.redact ? { redactionKey: await readRedactionKey(effects) } : {};
  if (flags.store === false || flags.demo) return redactionKey;
  if (flags.store !== null) return { path: resolve(effects.cwd, flags.store), ...redactionKey };
  const resolved = roots.map((root) => resolve(effects.cwd, root)).sort();
  const hash = createHash('sha256').update(JSON.stringify(resolved)).digest('hex').slice(0, 16);
  // Where it cannot be made, the store cannot be opened: the run is then in memory and says so.
  await effects.makeDir(effects.dataDir).catch(() => {});
  return { path: join(effects.dataDir, `${hash}${flags.redact ? '-redacted' : ''}.duckdb`), ...redactionKey };
}

/** `CC_REPORT_REDACTION_KEY`, else one made once for this machine, so that hashes stay the same. */
async function readRedactionKey(effects: Effects): Promise<string> {
  const given = effects.env['CC_REPORT_REDACTION_KEY'];
  if (given) return given;
  const path = join(effects.dataDir, 'redaction.key');
  const kept = await effects.readText(path).catch(() => '');
  if (kept !== '') return kept;
  const key = randomBytes(32).toString('hex');
  await effects.writeFile(path, key).catch((cause) => {
    const message = `cannot keep a redaction key in ${path}; give one in CC_REPORT_REDACTION_KEY`;
    throw new CliError('failed', message, { cause });
  });
  return key;
}
