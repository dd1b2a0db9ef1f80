import type { IngestProgress } from '@cc-report/metrics';
import type { Effects } from './effects.js';

/** One line on a terminal that overwrites itself; nothing when stderr is no terminal. */
export function showProgress(effects: Effects): {
  update: (progress: IngestProgress) => void;
  clear: () => void;
} {
  if (!effects.isTerminal) return { update: () => {}, clear: () => {} };
  return {
    update: ({ filesDone, filesTotal, bytesDone, bytesTotal }) => {
      const percent = bytesTotal === 0 ? 100 : Math.floor((100 * bytesDone) / bytesTotal);
      effects.stderr(`\r\u001b[KReading transcripts: ${filesDone} of ${filesTotal} files, ${percent} %`);
    },
    clear: () => effects.stderr('\r\u001b[K'),
  };
}
