import { sendTaskFailure } from './send-task.ts';

/**
 * Runs the start of a step that waits for a token. When it throws, the step fails at once with the error's name
 * and what Lambda would have said of it, so that the machine's retries apply; a function that fails before it has
 * stored its token could otherwise keep the step waiting until its timeout. Needs `sendTaskActions`.
 */
export async function failingTask(token: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    console.error(error);
    const cause = JSON.stringify({ errorType: name, errorMessage: message, trace: stack?.split('\n') });
    if (!(await sendTaskFailure(token, name, cause))) throw error;
  }
}
