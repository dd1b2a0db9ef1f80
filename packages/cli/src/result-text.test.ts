import type { MetricsResult } from '@cc-report/metrics';
import { expect, test } from 'vitest';
import { resultText } from './result-text.js';

test('everything is indented, and a row is a line', () => {
  const result = {
    schemaVersion: 1,
    previous: null,
    coverage: { files: 2, issues: [{ line: 1, reason: 'a\nb' }], unknownTypes: {} },
    view: undefined,
    metrics: {
      cost: {
        title: 'Cost',
        columns: [{ name: 'day' }],
        rows: [{ day: '2026-03-01', cost_usd: 1.5 }, { day: null }],
      },
      'tool-calls': { title: 'Tool calls', rows: [] },
    },
  };
  const text = resultText(result as unknown as MetricsResult);
  expect(text).toBe(`{
  "schemaVersion": 1,
  "previous": null,
  "coverage": {
    "files": 2,
    "issues": [
      {
        "line": 1,
        "reason": "a\\nb"
      }
    ],
    "unknownTypes": {}
  },
  "metrics": {
    "cost": {
      "title": "Cost",
      "columns": [
        {
          "name": "day"
        }
      ],
      "rows": [
        {"day":"2026-03-01","cost_usd":1.5},
        {"day":null}
      ]
    },
    "tool-calls": {
      "title": "Tool calls",
      "rows": []
    }
  }
}
`);
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(result)));
});
