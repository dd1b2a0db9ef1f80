export { renderCsv } from './render-csv.js';
export { renderMarkdown } from './render-markdown.js';
export { renderReport } from './render-report.js';
export { renderSummary } from './render-summary.js';
export { ReportError, type ReportErrorCode } from './report-error.js';
