import { expect, test } from 'vitest';
import { answers } from './answers.js';
import { findings } from './findings.js';
import { textOfProse } from './prose.js';
import { patchMetrics } from './testing/patch-metric.js';
import { type State, stateResult } from './testing/states.js';

const said = (state: State, patches: Parameters<typeof patchMetrics>[1] = {}) => {
  const result = patchMetrics(stateResult(state), patches);
  return answers(result, findings(result)).map((answer) =>
    [answer.question, answer.value, textOfProse(answer.text), answer.pill]
      .filter((text) => text !== '')
      .join(' | '),
  );
};

test('the four answers of a running month', () => {
  const figures = { cost: { value: 534.2, previous: 401.65 }, 'cost-projection': { value: 724.3 } };
  expect(said('month', figures)).toEqual([
    'What did I spend? | $534 | 4,249 requests in 152 sessions, 15M effective tokens. Costliest day: Nov 13, $62.',
    'Is it normal? | +33% | Against $402 in October by Oct 21.',
    'Where will the month end? | $724 | Flat, naive: month to date ÷ days × days in month. | $76 under budget',
    'What should I change? | $159 | Went to 14 sessions graded D or F. | 3 actions below',
  ]);
});

test('bounds are marked in the value and in what it is compared with', () => {
  expect(
    said('lower-bound')
      .slice(0, 3)
      .map((text) => text.split(' | ')[1]),
  ).toEqual(['≥\u00a0$467', '≈ +33%', '≥\u00a0$667']);
});

test('a finished month has a total instead of a projection', () => {
  expect(said('finished-month')[2]).toBe(
    'Where did the month end? | $343 | The month is over: this is its total. Set a budget with --budget USD.',
  );
});

test('what is not known is n/a, never 0', () => {
  expect(said('only-unpriced').map((text) => text.split(' | ')[1])).toEqual(['n/a', 'n/a', 'n/a', 'n/a']);
  expect(said('one-session').map((text) => text.split(' | ')[1])).toEqual([
    '$0.27',
    'n/a',
    'n/a',
    'Nothing urgent',
  ]);
  expect(said('first-period')[1]).toBe(
    'Is it normal? | n/a | There is no period before this one to compare with.',
  );
});
