/** Ends the program with a message and an exit code: 1 failed, 2 bad usage. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: 'failed' | 'bad-usage';

  constructor(code: 'failed' | 'bad-usage', message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get exitCode(): 1 | 2 {
    return this.code === 'bad-usage' ? 2 : 1;
  }
}
