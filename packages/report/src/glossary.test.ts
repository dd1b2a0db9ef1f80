import type { MetricsResult } from '@cc-report/metrics';
import { expect, test } from 'vitest';
import { explanations, glossary } from './glossary.js';
import { patchMetrics } from './testing/patch-metric.js';
import { sampleResult } from './testing/sample-result.js';

function shown(result: MetricsResult, id: string): string | undefined {
  return glossary(result).find((term) => term.id === id)?.value;
}

test('units are words, never codes', () => {
  const terms = glossary(sampleResult()).flatMap((term) => [term, ...term.variants]);
  expect(terms.filter(({ unit }) => /[{}]|^1$|USD|^.$/.test(unit))).toEqual([]);
  const unitOf = (id: string) => terms.find((term) => term.id === id)?.unit;
  expect(
    [
      'cost',
      'cache-hit-rate',
      'cache-reuse',
      'output-tokens',
      'tool-calls',
      'active-time',
      'session-grades',
    ].map(unitOf),
  ).toEqual(['US dollars', 'percent', 'times (×)', 'tokens', 'tool calls', 'seconds', 'points of 100']);
});

test('where there is no value it says why', () => {
  const result = sampleResult();
  const none = (id: string, rows: MetricsResult['metrics'][string]['rows'] = []) =>
    shown(patchMetrics(result, { [id]: { value: null, rows } }), id);
  expect(none('plan-value')).toBe('n/a: no plan given, add --plan');
  expect(none('cost-projection')).toBe('n/a: too little history');
  expect(none('tool-error-rate')).toBe('n/a: nothing, or too little, to measure');
  expect(none('restart-advice', [{ session_id: 's', reason: 'fewer than 20 threads came this far' }])).toBe(
    'n/a: fewer than 20 threads came this far',
  );
  const over = { ...result, period: { ...result.period, asOf: result.period.end } };
  expect(shown(patchMetrics(over, { 'cost-projection': { value: null } }), 'cost-projection')).toBe(
    'n/a: the period is over',
  );
});

test('what is asked about most is explained by its definition, as far as it is read at a glance', () => {
  const metric = { title: 'Cost', question: 'How much?', formula: 'a; b', caveat: 'No invoice. Other.' };
  const of = (patch: object) =>
    explanations(patchMetrics(sampleResult(), { cost: { ...metric, ...patch } })).find(
      ({ id }) => id === 'cost',
    )?.definition;
  expect(of({})).toBe('a; b. No invoice. Other');
  expect(of({ caveat: `No invoice. ${'x'.repeat(300)}.` })).toBe('a; b. No invoice');
  expect(of({ formula: 'y'.repeat(400) })).toBe('y'.repeat(400));
  const { cost: _, ...metrics } = sampleResult().metrics;
  expect(explanations({ ...sampleResult(), metrics }).map(({ id }) => id)).not.toContain('cost');
});
