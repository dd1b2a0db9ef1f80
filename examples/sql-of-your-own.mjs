// A question that no metric answers, in SQL over the views: node examples/sql-of-your-own.mjs [CONFIG_ROOT]
import { homedir } from 'node:os';
import { openMetricsDb } from '@cc-report/metrics';
import { defaultRoots, findTranscripts } from '@cc-report/parser';

const root = process.argv[2];
const { files } = await findTranscripts(root ? [root] : defaultRoots(process.env, homedir()));
const db = await openMetricsDb();
await db.ingest(files);
await db.compute({ period: { kind: 'all' }, timezone: 'UTC', now: new Date(), metrics: [] });
const reader = await db.connection.runAndReadAll(`
  SELECT version, count(*)::INTEGER AS requests, usd(sum(cost_usd)) AS cost_usd
  FROM period_request GROUP BY version ORDER BY cost_usd DESC NULLS LAST, version`);
console.log(JSON.stringify(reader.getRowObjectsJS()));
db.close();
