import { parseTranscript } from '@cc-report/parser';
import { expect, test } from 'vitest';
import { openMetricsDb } from '../metrics-db.js';
import { request } from '../testing/given.js';

interface Given {
  readonly at: string;
  /** Number of the request before it in the conversation tree; default: the one before it in the thread. */
  readonly after?: number;
  readonly read?: number;
  readonly write1h?: number;
  readonly input?: number;
  readonly model?: string;
  /** The API's own reason for a miss. */
  readonly label?: string;
}

/** What the last request of each thread rebuilt, and why, in the order given. A time alone is a compaction. */
async function causes(threads: readonly (readonly (Given | string)[])[]): Promise<readonly unknown[]> {
  using db = await openMetricsDb();
  for (const [number, thread] of threads.entries()) {
    const session = `s${String(number).padStart(2, '0')}`;
    let place = 0;
    const records = thread.map((given) => {
      if (typeof given === 'string') return boundary(session, given);
      const { after = place, label, ...more } = given;
      place += 1;
      return request({
        id: `${session}-${place}`,
        session,
        ...more,
        more: { uuid: `${session}-${place}`, parentUuid: after === 0 ? null : `${session}-${after}` },
        message: label === undefined ? {} : { diagnostics: { cache_miss_reason: { type: label } } },
      });
    });
    const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    await db.ingestEvents(`projects/-p/${session}.jsonl`, parseTranscript([new TextEncoder().encode(text)]));
  }
  await db.compute({
    period: { kind: 'all' },
    timezone: 'UTC',
    now: new Date('2026-04-01T00:00:00Z'),
    metrics: [],
  });
  const rows = await db.connection.runAndReadAll(
    'SELECT arg_max(rebuild_cause, step) FROM thread_step GROUP BY session_id ORDER BY session_id',
  );
  return rows.getRowsJS().map(([cause]) => cause);
}

const boundary = (session: string, at: string) => ({
  type: 'system',
  subtype: 'compact_boundary',
  uuid: `${session}-boundary`,
  sessionId: session,
  timestamp: `2026-03-${at}:30.000Z`,
  compactMetadata: { trigger: 'auto' },
});

/** Base 20,000, then 100,000 tokens in the cache, for an hour. */
const start: readonly Given[] = [
  { at: '01T10:00', write1h: 20_000 },
  { at: '01T10:01', read: 20_000, write1h: 80_000 },
];
const other = 'claude-opus-4-8';

test('each piece of evidence comes before all that follow it in the list', async () => {
  const evidence: Record<string, readonly (Given | string)[]> = {
    compaction: ['01T10:01', { at: '01T13:00', after: 1, model: other, write1h: 40_000 }],
    rewind: [{ at: '01T13:00', after: 1, model: other, write1h: 100_000 }],
    model_switch: [{ at: '01T13:00', model: other, write1h: 100_000 }],
    ttl_expiry: [{ at: '01T13:00', read: 20_000, write1h: 81_000 }],
    prefix_change: [{ at: '01T10:02', read: 20_000, write1h: 81_000 }],
    unknown: [{ at: '01T10:02', read: 100_000, write1h: 1_000 }],
  };
  expect(await causes(Object.values(evidence).map((last) => [...start, ...last]))).toEqual(
    Object.keys(evidence),
  );
});

test('the first request of a thread has started it, not lost its cache', async () => {
  expect(await causes([start.slice(0, 1)])).toEqual(['session_start']);
});

test("the API's own reason decides, though hours have passed; where it names none, the gap does", async () => {
  const labels = {
    messages_changed: 'prefix_change',
    tools_changed: 'prefix_change',
    system_changed: 'prefix_change',
    model_changed: 'model_switch',
    previous_message_not_found: 'ttl_expiry',
    unavailable: 'ttl_expiry',
  };
  const threads = Object.keys(labels).map((label) => [
    ...start,
    { at: '01T13:00', read: 20_000, write1h: 81_000, label },
  ]);
  expect(await causes(threads)).toEqual(Object.values(labels));
});

// The kinds that real transcripts label: read up to the tools, to the base, deep in the history, to within a few hundred tokens.
test('a prompt that changed in time is told from its read alone: the same cause with the label and without', async () => {
  const reads = [10_000, 19_000, 60_000, 99_300];
  const threads = (label?: string) =>
    reads.map((read) => [
      ...start,
      { at: '01T10:02', read, write1h: 101_000 - read, ...(label === undefined ? {} : { label }) },
    ]);
  const changed = reads.map(() => 'prefix_change');
  expect(await causes(threads('messages_changed'))).toEqual(changed);
  expect(await causes(threads())).toEqual(changed);
});

test('what the request before sent uncached was never in the cache: nothing has changed', async () => {
  const thread: readonly Given[] = [
    { at: '01T10:00', write1h: 20_000 },
    { at: '01T10:01', read: 20_000, input: 80_000 },
    { at: '01T10:02', read: 20_000, write1h: 81_000 },
  ];
  expect(await causes([thread])).toEqual(['unknown']);
});
