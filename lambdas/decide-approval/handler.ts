import * as v from 'valibot';
import { getModelVersion } from '../../adapters/dynamodb/get-model-version.ts';
import { updateRecord } from '../../adapters/dynamodb/update-record.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { findTokens } from '../../adapters/task-tokens/find-tokens.ts';
import { releaseToken } from '../../adapters/task-tokens/release-token.ts';
import { approvalName } from '../../core/registry/approval-name.ts';
import { approvalOutput, type Decided, decideApproval } from '../../core/registry/decide-approval.ts';
import { modelVersionKey, runKey } from '../../core/registry/keys.ts';
import { env } from './env.ts';

const text = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(1_000));

const Decision = v.object({
  model: v.string(),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  decision: v.picklist(['approved', 'declined']),
  /** Who decides, and why. */
  by: text,
  reason: text,
});

/** What the caller learns: how the version stands, and whether a release went on because of it. */
export interface DecisionAnswer {
  readonly model: string;
  readonly version: number;
  readonly approval: Decided;
  readonly resumed: boolean;
}

/** Records who approved or declined a version and why, and lets its release go on. */
export async function handler(event: unknown): Promise<DecisionAnswer> {
  const { model, version, ...decision } = v.parse(Decision, event);
  const { REGISTRY_TABLE } = readEnv(env);
  const approval = await record(REGISTRY_TABLE, model, version, decision);
  let resumed = false;
  for (const waiting of await findTokens(REGISTRY_TABLE, approvalName(model, version))) {
    // Before the token: afterwards the machine owns the run's record.
    await updateRecord(REGISTRY_TABLE, runKey(model, waiting.runId), {
      status: 'registered',
      finishedAt: new Date().toISOString(),
    });
    const output = approvalOutput(approval);
    resumed = (await releaseToken(REGISTRY_TABLE, waiting, { kind: 'success', output })) || resumed;
  }
  return { model, version, approval, resumed };
}

async function record(
  table: string,
  model: string,
  version: number,
  decision: Pick<v.InferOutput<typeof Decision>, 'decision' | 'by' | 'reason'>,
): Promise<Decided> {
  const answer = decideApproval(await getModelVersion(table, model, version), decision, new Date());
  if (answer.kind === 'conflict') throw new Error(answer.message);
  if (answer.kind === 'decided-alike') return answer.approval;
  const written = await updateRecord(
    table,
    modelVersionKey(model, version),
    { approval: answer.approval },
    {
      expression: '#approval.#status = :pending',
      names: { '#approval': 'approval', '#status': 'status' },
      values: { ':pending': 'pending' },
    },
  );
  if (written) return answer.approval;
  // Somebody else decided between the reading and the writing.
  const decided = decideApproval(await getModelVersion(table, model, version), decision, new Date());
  if (decided.kind === 'decided-alike') return decided.approval;
  throw new Error(
    decided.kind === 'conflict'
      ? decided.message
      : `Cannot decide about version ${version} of '${model}': its record changed; ask again`,
  );
}
