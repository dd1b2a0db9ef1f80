// Loaded with --import: says at exit how much memory the process held at most.
import { writeSync } from 'node:fs';

process.on('exit', () => writeSync(2, `peak ${process.resourceUsage().maxRSS} KB\n`));
