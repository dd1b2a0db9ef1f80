// One stage of the work as a process of its own, for bench.mjs to time.
//   node stage.mjs scan|load|parts DIR
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--heap-growing-percent=20');
const [stage, directory] = process.argv.slice(2);
const { findTranscripts, readTranscriptSync, readTranscripts } = await import('@cc-report/parser');
const { files } = await findTranscripts([directory]);

if (stage === 'scan') {
  let rows = 0;
  for (const file of files) {
    for (const batch of readTranscriptSync(file)) {
      for (const table of Object.values(batch)) rows += table.rowCount;
    }
  }
  console.log(rows);
} else {
  const times = {};
  let fromMs = performance.now();
  const lap = (name) => {
    const nowMs = performance.now();
    times[name] = nowMs - fromMs;
    fromMs = nowMs;
  };
  const begun = readTranscripts(files);
  const { openMetricsDb, metrics } = await import('@cc-report/metrics');
  const db = await openMetricsDb();
  lap('import');
  await db.ingest(files, undefined, { begun });
  lap('scan and load');
  const options = { period: { kind: 'all' }, timezone: 'UTC', now: new Date('2026-12-01T00:00:00Z') };
  const totals = metrics.filter(({ id }) => id === 'requests' || id === 'cost');
  const { requests, cost } = (await db.compute({ ...options, metrics: totals })).metrics;
  lap('views');
  if (stage === 'load') console.log(requests.value, cost.value);
  else {
    const result = await db.compute({ ...options, period: { kind: 'month', month: '2026-06' } });
    lap('metrics');
    const { renderReport } = await import('@cc-report/report');
    lap('import report');
    await renderReport(result);
    lap('charts and HTML');
    console.log(JSON.stringify(times));
  }
  db.close();
}
