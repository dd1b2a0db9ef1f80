import { expect, test } from 'vitest';
import { csvCell } from './csv.js';
import { renderCsv } from './render-csv.js';
import { patchMetrics } from './testing/patch-metric.js';
import { sampleResult } from './testing/sample-result.js';
import { stateResult } from './testing/states.js';

test.each([
  [null, ''],
  [0, '0'],
  [-1.5, '-1.5'],
  [true, 'true'],
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tx', "'\tx"],
  ['\rx', '"\'\rx"'],
  ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
])('cell %j is %j', (value, text) => {
  expect(csvCell(value)).toBe(text);
});

test('one file per metric with rows, columns in the order of the metric', () => {
  const result = patchMetrics(sampleResult(), {
    prompts: {
      columns: [
        { name: 'kind', unit: 'text' },
        { name: 'prompts', unit: '{prompt}' },
      ],
      rows: [
        { prompts: 3, kind: 'typed' },
        { prompts: null, kind: '=cmd' },
      ],
    },
  });
  const files = renderCsv(result);
  expect(files['prompts.csv']).toBe("kind,prompts\r\ntyped,3\r\n'=cmd,\r\n");
  expect(Object.keys(files)).not.toContain('context-growth-crux.csv');
  expect(renderCsv(stateResult('no-requests'))).toEqual({});
});
