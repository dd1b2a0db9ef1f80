import type { Fact } from '../fact-tables.js';
import { type JsonObject, objectAt } from '../json-value.js';
import type { RecordContext } from './record-context.js';

type UsageFigures = Pick<
  Fact<'usageLine'>,
  | 'inputTokens'
  | 'outputTokens'
  | 'cacheCreationTokens'
  | 'cacheCreation1hTokens'
  | 'cacheReadTokens'
  | 'webSearchRequests'
>;

/** No response comes near; a larger figure is damage, and the store's exact money could not hold it. */
const MAX_TOKENS = 1e12;

/** The billed counters of a usage object. A figure that is none counts as 0 and leaves an issue. */
export function usageFigures(usage: JsonObject, context: RecordContext): UsageFigures {
  const split = objectAt(usage['cache_creation']);
  const creation5m = figure(split, 'ephemeral_5m_input_tokens', context);
  const creation1h = figure(split, 'ephemeral_1h_input_tokens', context);
  return {
    inputTokens: figure(usage, 'input_tokens', context),
    outputTokens: figure(usage, 'output_tokens', context),
    cacheCreationTokens: Math.max(
      figure(usage, 'cache_creation_input_tokens', context),
      creation5m + creation1h,
    ),
    cacheCreation1hTokens: creation1h,
    cacheReadTokens: figure(usage, 'cache_read_input_tokens', context),
    webSearchRequests: figure(objectAt(usage['server_tool_use']), 'web_search_requests', context),
  };
}

/** A non-negative integer below 10^12; fractions are cut off; absent is 0. */
export function figure(object: JsonObject, field: string, context: RecordContext): number {
  const value = object[field];
  if (value === undefined || value === null) return 0;
  if (typeof value === 'number' && value >= 0 && value < MAX_TOKENS) return Math.trunc(value);
  const kind = typeof value === 'number' ? (value < 0 ? 'negative' : 'too large') : `a ${typeof value}`;
  context.issue('bad-token-figure', `${field} is ${kind}; it counts as 0`);
  return 0;
}
