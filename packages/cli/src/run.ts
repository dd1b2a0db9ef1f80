import { realEffects } from './effects.js';
import { main } from './main.js';

/** The command as the shell runs it: sets the exit status of the process. */
export async function run(): Promise<void> {
  process.exitCode = await main(process.argv.slice(2), realEffects());
}
