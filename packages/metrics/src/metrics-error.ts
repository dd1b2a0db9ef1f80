export type MetricsErrorCode =
  | 'bad-period'
  | 'bad-timezone'
  | 'bad-prices'
  | 'store-damaged'
  | 'store-foreign'
  | 'store-version'
  | 'query-failed';

/** The message says what happened, where, and what to do. */
export class MetricsError extends Error {
  override readonly name = 'MetricsError';
  readonly code: MetricsErrorCode;

  constructor(code: MetricsErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
