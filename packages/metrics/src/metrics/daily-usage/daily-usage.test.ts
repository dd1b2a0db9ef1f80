import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { dailyUsage } from './daily-usage.js';

test('days are local: 23:30 UTC is the next day in Tokyo', async () => {
  const { of } = await compute([[request({ at: '01T23:30', input: 100_000, output: 10 })]], {
    timezone: 'Asia/Tokyo',
  });
  expect(of(dailyUsage).value).toBe(1);
  expect(of(dailyUsage).rows).toEqual([
    {
      day: '2026-03-02',
      model: 'claude-opus-5',
      requests: 1,
      input_tokens: 100_000,
      output_tokens: 10,
      cache_creation_tokens: 0,
      cache_read_tokens: 0,
      cost_usd: 0.50025,
    },
  ]);
});
