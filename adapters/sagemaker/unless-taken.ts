import { isTaken } from './is-taken.ts';

/** Whether a request that creates something did so: false where there is one of that name already. */
export async function unlessTaken(sent: Promise<unknown>): Promise<boolean> {
  try {
    await sent;
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}
