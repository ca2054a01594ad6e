import { waitUntil } from '../../../local/launcher/wait-until.ts';

/**
 * Asks until the answer is neither null nor undefined.
 * @throws Error naming `what` at the deadline
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | null | undefined> | T | null | undefined,
  deadlineInSeconds = 30,
): Promise<T> {
  let answer: T | null | undefined;
  await waitUntil(
    async () => {
      answer = await ask();
      return answer !== null && answer !== undefined;
    },
    { what, deadlineInSeconds, everyMs: 200 },
  );
  return answer!;
}
