/** Longest `FailureReason` that the service gives. */
export const maximumFailureReason = 1024;

/**
 * `FailureReason` of a training job whose script ended with an error: SageMaker's wording, with the
 * script's last lines, cut from the front where they do not fit.
 */
export function scriptFailureReason(failure: {
  readonly output: string;
  readonly command: string;
  readonly exitCode: number;
}): string {
  const { output, command, exitCode } = failure;
  const wrapped = (message: string) =>
    `AlgorithmError: ExecuteUserScriptError:\nExitCode ${exitCode}\nErrorMessage "${message}"\nCommand "${command}", exit code: ${exitCode}`;
  const room = maximumFailureReason - wrapped('').length;
  const text = output.trimEnd();
  return wrapped(text.length <= room ? text : `…${text.slice(-(room - 1))}`).slice(0, maximumFailureReason);
}
