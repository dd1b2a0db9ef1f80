export type ParserErrorCode = 'no-transcripts';

/** Thrown only when there is nothing to read; what is wrong with a transcript is an `issue` fact. */
export class ParserError extends Error {
  override readonly name = 'ParserError';
  readonly code: ParserErrorCode;

  constructor(code: ParserErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
