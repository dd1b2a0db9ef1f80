import type { MetricsResult } from '@cc-report/metrics';
import { ReportError } from './report-error.js';

/**
 * Refuses a result that this version cannot read; the result may come out of a file.
 *
 * @throws {ReportError} `unsupported-schema`
 */
export function assertSchema(result: MetricsResult): void {
  const version: unknown = result.schemaVersion;
  if (version !== 1) {
    throw new ReportError(
      'unsupported-schema',
      `This version of cc-report reads results of schema version 1, not ${JSON.stringify(version)}. Write the result again with this version.`,
    );
  }
}
