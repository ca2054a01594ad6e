import { type Access, allow } from '../../core/access.ts';
import type { CheckAnswer, CheckQuestion } from '../../core/contracts/check-answer.ts';
import { CheckDied } from '../../core/datasets/upload-ports.ts';
import { functionName } from '../../core/names.ts';
import { FunctionFailed, invokeFunction, invokeFunctionActions } from '../lambda/invoke-function.ts';

/** What a function needs to have an upload checked. */
export const checkUploadAccess: readonly Access[] = [allow(invokeFunctionActions, 'function:check-upload')];

/**
 * Has one upload read by the function that may do nothing else.
 * @throws CheckDied where that function ended with an error, ran out of memory or of time
 */
export async function checkUpload(environment: string, question: CheckQuestion): Promise<CheckAnswer> {
  try {
    return await invokeFunction<CheckAnswer>(functionName(environment, 'check-upload'), question);
  } catch (error) {
    if (error instanceof FunctionFailed) throw new CheckDied(error.payload);
    throw error;
  }
}
