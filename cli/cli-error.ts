import type { ExitCode } from './exit-codes.ts';

/** A failure that its message explains to the user: action, reason, value and remedy in one sentence. */
export class CliError extends Error {
  constructor(
    readonly exit: ExitCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'CliError';
  }
}
