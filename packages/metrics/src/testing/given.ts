import { parseTranscript } from '@cc-report/parser';
import type { Metric } from '../metric.js';
import { type ComputeOptions, openMetricsDb } from '../metrics-db.js';
import type { MetricResult, MetricsResult } from '../metrics-result.js';

/** A request as a worked example needs it; everything else is usual. Tokens default to 0. */
export interface GivenRequest {
  /** Day and time in UTC: `01T10:00` is in March 2026. */
  readonly at: string;
  readonly id?: string;
  readonly session?: string;
  readonly agent?: string;
  readonly model?: string;
  readonly input?: number;
  readonly output?: number;
  readonly write5m?: number;
  readonly write1h?: number;
  readonly read?: number;
  readonly cwd?: string;
  /** null: an unfinished output. */
  readonly stop?: string | null;
  readonly searches?: number;
  /** Tool calls as [id, name]. */
  readonly tools?: readonly (readonly [string, string])[];
  readonly more?: object;
  readonly message?: object;
  readonly usage?: object;
}

let nextId = 1;

/** The record of a request, as Claude Code writes it. Opus 5: $5 input, $25 output, $6.25 / $10 writes, $0.50 reads a million. */
export function request(given: GivenRequest): object {
  const id = given.id ?? `msg_${nextId++}`;
  const write5m = given.write5m ?? 0;
  const write1h = given.write1h ?? 0;
  return {
    type: 'assistant',
    uuid: `uuid_${nextId++}`,
    timestamp: `2026-03-${given.at}:00.000Z`,
    sessionId: given.session ?? 's1',
    requestId: `req_${id}`,
    isSidechain: given.agent !== undefined,
    ...(given.agent === undefined ? {} : { agentId: given.agent }),
    cwd: given.cwd ?? '/work/shop',
    version: '2.1.220',
    message: {
      id,
      model: given.model ?? 'claude-opus-5',
      stop_reason: given.stop === undefined ? 'end_turn' : given.stop,
      content: (given.tools ?? []).map(([toolId, name]) => ({
        type: 'tool_use',
        id: toolId,
        name,
        input: {},
      })),
      usage: {
        input_tokens: given.input ?? 0,
        output_tokens: given.output ?? 0,
        cache_creation_input_tokens: write5m + write1h,
        cache_creation: { ephemeral_5m_input_tokens: write5m, ephemeral_1h_input_tokens: write1h },
        cache_read_input_tokens: given.read ?? 0,
        server_tool_use: { web_search_requests: given.searches ?? 0 },
        ...given.usage,
      },
      ...given.message,
    },
    ...given.more,
  };
}

/** The result of a tool call. */
export function toolResult(
  id: string,
  at: string,
  more: object = {},
  isError = false,
  text = 'done',
): object {
  return {
    type: 'user',
    uuid: `uuid_${nextId++}`,
    timestamp: `2026-03-${at}:00.000Z`,
    sessionId: 's1',
    message: {
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: id, is_error: isError, content: text }],
    },
    ...more,
  };
}

export function prompt(at: string, more: object = {}, text = 'please'): object {
  return {
    type: 'user',
    uuid: `uuid_${nextId++}`,
    timestamp: `2026-03-${at}:00.000Z`,
    sessionId: 's1',
    message: { role: 'user', content: text },
    ...more,
  };
}

export interface Computed {
  readonly result: MetricsResult;
  readonly of: (metric: Metric) => MetricResult;
}

/** March 2026 in UTC, seen from April, unless said otherwise. Each list of records is one transcript. */
export async function compute(
  transcripts: readonly (readonly object[])[],
  options: Partial<ComputeOptions> & { readonly prices?: string } = {},
): Promise<Computed> {
  const { prices, ...rest } = options;
  using db = await openMetricsDb(prices === undefined ? {} : { prices });
  for (const [index, records] of transcripts.entries()) {
    const bytes = new TextEncoder().encode(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    await db.ingestEvents(`projects/-work/${index}.jsonl`, parseTranscript([bytes]));
  }
  const result = await db.compute({
    period: { kind: 'month', month: '2026-03' },
    timezone: 'UTC',
    now: new Date('2026-04-10T00:00:00Z'),
    ...rest,
  });
  return { result, of: (metric) => result.metrics[metric.id] as MetricResult };
}
