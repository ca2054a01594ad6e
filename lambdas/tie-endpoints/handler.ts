import * as v from 'valibot';
import { answerCustomResource } from '../../adapters/cloudformation/answer-custom-resource.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { beginningOf } from '../../core/beginning-of.ts';
import { stackName } from '../../core/names.ts';
import { env } from './env.ts';
import { removeEndpoints } from './remove-endpoints.ts';

const request = v.object({
  RequestType: v.picklist(['Create', 'Update', 'Delete']),
  ResponseURL: v.pipe(v.string(), v.url()),
  StackId: v.string(),
  RequestId: v.string(),
  LogicalResourceId: v.string(),
});

/** Time kept back for the answer. */
const reserveInMilliseconds = 20_000;

/** Ties the endpoints' lives to the stack: nothing at create and update, clean-up at delete, always an answer. */
export async function handler(event: unknown, lambda: { getRemainingTimeInMillis(): number }): Promise<void> {
  const asked = v.parse(request, event);
  const prefix = `${stackName(readEnv(env).BALLAST_ENV)}-`;
  let failure: string | undefined;
  if (asked.RequestType === 'Delete') {
    try {
      const deadline = new Date(Date.now() + lambda.getRemainingTimeInMillis() - reserveInMilliseconds);
      await removeEndpoints(prefix, { deadline });
    } catch (error) {
      console.error(error);
      failure = error instanceof Error ? error.message : String(error);
    }
  }
  await answerCustomResource(asked.ResponseURL, {
    Status: failure === undefined ? 'SUCCESS' : 'FAILED',
    Reason: failure === undefined ? undefined : beginningOf(failure, 1_000),
    PhysicalResourceId: `${prefix}endpoints`,
    StackId: asked.StackId,
    RequestId: asked.RequestId,
    LogicalResourceId: asked.LogicalResourceId,
  });
}
