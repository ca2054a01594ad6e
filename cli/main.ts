import { describeError, exitCodeOf } from './describe-error.ts';
import { createProgram } from './program.ts';

/**
 * Runs one command line and answers with its exit code. Nothing is thrown: a failure is one sentence on stderr, and
 * its stack only with `--debug`.
 * @param words what was typed after `ballast`
 */
export async function main(words: readonly string[]): Promise<number> {
  const program = createProgram();
  try {
    await program.parseAsync(words as string[], { from: 'user' });
    return 0;
  } catch (error) {
    const described = describeError(error);
    if (described.message !== '') process.stderr.write(`${described.message}\n`);
    if (program.opts().debug === true && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return exitCodeOf(described);
  }
}
