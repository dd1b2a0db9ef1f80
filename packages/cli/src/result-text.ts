import type { MetricResult, MetricsResult } from '@cc-report/metrics';

/** A result as JSON with a row on each line: a third smaller than all indented, and tools compare by lines. */
export function resultText({ metrics, ...result }: MetricsResult): string {
  const texts = Object.entries(metrics).map(([id, metric]) => [id, metricText(metric)] as const);
  return `${objectText([...entriesOf(result, 1), ['metrics', objectText(texts, 1)]], 0)}\n`;
}

function metricText({ rows, ...metric }: MetricResult): string {
  const lines = rows.map((row) => `${indent(4)}${JSON.stringify(row)}`).join(',');
  const list = lines === '' ? '[]' : `[${lines}${indent(3)}]`;
  return objectText([...entriesOf(metric, 3), ['rows', list]], 2);
}

function entriesOf(value: object, depth: number): readonly (readonly [string, string])[] {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => [key, JSON.stringify(member, null, 2).replaceAll('\n', indent(depth))]);
}

function objectText(entries: readonly (readonly [string, string])[], depth: number): string {
  const members = entries.map(([key, text]) => `${indent(depth + 1)}${JSON.stringify(key)}: ${text}`);
  return members.length === 0 ? '{}' : `{${members.join(',')}${indent(depth)}}`;
}

function indent(depth: number): string {
  return `\n${'  '.repeat(depth)}`;
}
