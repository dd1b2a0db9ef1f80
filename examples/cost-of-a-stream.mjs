// Only the metrics, no files: facts from a stream, one question, one number. cat *.jsonl | node examples/cost-of-a-stream.mjs
import { metrics, openMetricsDb } from '@cc-report/metrics';
import { parseTranscript } from '@cc-report/parser';

const db = await openMetricsDb();
await db.ingestEvents('stdin.jsonl', parseTranscript(process.stdin));
const wanted = metrics.filter(({ id }) => id === 'cost' || id === 'cache-hit-rate');
const result = await db.compute({
  period: { kind: 'all' },
  timezone: 'UTC',
  now: new Date(),
  metrics: wanted,
});
for (const { title, value, unit, lowerBound } of Object.values(result.metrics)) {
  console.log(`${title}: ${lowerBound ? 'at least ' : ''}${value} ${unit}`);
}
db.close();
