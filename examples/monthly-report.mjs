// The monthly report in ten lines of library code: node examples/monthly-report.mjs [CONFIG_ROOT] [OUT] [YYYY-MM]
import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { openMetricsDb } from '@cc-report/metrics';
import { defaultRoots, findTranscripts } from '@cc-report/parser';
import { renderReport } from '@cc-report/report';

const [root, out = 'report.html', month] = process.argv.slice(2);
const { files } = await findTranscripts(root ? [root] : defaultRoots(process.env, homedir()));
const db = await openMetricsDb();
await db.ingest(files);
const period = month ? { kind: 'month', month } : { kind: 'month' };
const result = await db.compute({ period, timezone: 'UTC', now: new Date() });
await writeFile(out, await renderReport(result));
db.close();
