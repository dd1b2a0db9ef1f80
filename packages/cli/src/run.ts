import { setFlagsFromString } from 'node:v8';
import { realEffects } from './effects.js';
import { main } from './main.js';

/** The command as the shell runs it: sets the exit status of the process. */
export async function run(): Promise<void> {
  // Lines are parsed and dropped by the gigabyte: let the heap grow by a fifth of what is alive, not double.
  setFlagsFromString('--heap-growing-percent=20');
  process.exitCode = await main(process.argv.slice(2), realEffects());
}
