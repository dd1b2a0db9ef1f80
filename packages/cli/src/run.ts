import { realEffects } from './effects.js';
import { main } from './main.js';

/** The command as the shell runs it: sets the exit status of the process. */
export async function run(): Promise<void> {
  process.stdout.on('error', endQuietly);
  process.exitCode = await main(process.argv.slice(2), realEffects());
}

/** Who reads may have seen enough: `cc-report --format csv | head`. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
}
