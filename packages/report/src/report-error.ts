/** What can go wrong while a report is written. */
export type ReportErrorCode = 'unsupported-schema' | 'chart-failed';

/** The one error that `@cc-report/report` throws; `code` says which case, the message what to do. */
export class ReportError extends Error {
  readonly code: ReportErrorCode;

  constructor(code: ReportErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ReportError';
    this.code = code;
  }
}
