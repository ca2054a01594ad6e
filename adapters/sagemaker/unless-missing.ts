import { isMissing } from './is-missing.ts';

/** What SageMaker answers about something that is there; null where there is none of that name. */
export async function unlessMissing<T>(sent: Promise<T>): Promise<T | null> {
  try {
    return await sent;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
