export type { ChartCache } from './chart-cache.js';
export { renderCsv } from './render-csv.js';
export { renderMarkdown } from './render-markdown.js';
export { type ReportOptions, renderReport } from './render-report.js';
export { renderSummary } from './render-summary.js';
export { ReportError, type ReportErrorCode } from './report-error.js';
