import type { LiveData } from '../live-data.js';
import { blockData } from './blocks.js';
import { announce, element, find, part } from './dom.js';
import { startFolds } from './fold.js';
import { Page } from './page.js';
import { startTheme } from './theme.js';

// The script stands before the page: what it shows is there from the first paint on and pushes nothing away.
document.documentElement.classList.add('js');
addEventListener('DOMContentLoaded', () => {
  startTheme();
  startFolds();
  part('#print').addEventListener('click', () => print());
  if (find('#block-data') === null) return;
  if ('DecompressionStream' in globalThis) void start();
  else announceOld();
});

async function start(): Promise<void> {
  const data = await blockData<LiveData>('data');
  new Page(data);
  document.documentElement.classList.add('is-ready');
  part('#copy').addEventListener('click', () => void copy(data.markdown));
}

async function copy(markdown: string): Promise<void> {
  const control = part('#copy');
  const done = await copied(markdown);
  announce(done ? 'Copied as Markdown' : 'Copying is not allowed');
  control.textContent = done ? 'Copied' : 'Not allowed';
  setTimeout(() => {
    control.textContent = 'Copy summary';
  }, 1600);
}

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Files and sandboxed viewers have no clipboard; a selected text still can be copied.
    const area = element('textarea', { class: 'hidden' }, text);
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

/** A browser that cannot unpack the data keeps the page as it was written. */
function announceOld(): void {
  part('#filters').remove();
  part('#too-old').hidden = false;
}
