// The scanner's door: what the host calls. See src/scanner for the host's side.
import { forgetTexts } from './convert';
import { intern, resetDictionary } from './dictionary';
import { nameFields } from './fields';
import { recordEnd, setFile } from './record';
import { rowsAdded } from './rows';
import { internWords } from './words';

export { intern } from './dictionary';
export { heapEnd, release, reserve } from './memory';
export { addColumn, clearRows, packedBytes, packTable, rowCounts } from './rows';
export { noteRecord, sidechainRoot } from './tree';

nameFields();

/** Where `scan` stopped, and how many lines it has read. */
export let position: usize = 0;
export let linesRead: u32 = 0;

export enum Stop {
  /** At the end. */
  end,
  /** Before a line that the reference has to read. */
  unusual,
  /** Before a line, because the columns are full. */
  full,
}

/** Starts a file. The agent's name, if any, is in memory. */
export function openFile(agent: usize, agentLength: u32, titles: bool): void {
  resetDictionary();
  forgetTexts();
  internWords();
  setFile(agentLength === 0 ? 0 : intern(agent, agentLength, false), titles);
}

/**
 * Reads lines while they are plain. `end` is behind a newline, and 64 readable bytes follow it.
 * @param line number of the first line, from 1.
 */
export function scan(start: usize, end: usize, line: f64, maxRows: u32): Stop {
  let p = start;
  let lines: u32 = 0;
  let stop = Stop.end;
  while (p < end) {
    if (rowsAdded >= maxRows) {
      stop = Stop.full;
      break;
    }
    const newline = recordEnd(p, line + <f64>lines);
    if (newline === 0) {
      stop = Stop.unusual;
      break;
    }
    p = newline + 1;
    lines++;
  }
  position = p;
  linesRead = lines;
  return stop;
}
