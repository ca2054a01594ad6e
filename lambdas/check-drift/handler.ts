import * as v from 'valibot';
import { loadDefinition, loadDefinitions } from '../../adapters/definitions/load-definitions.ts';
import { type CheckResult, checkModel } from './check-model.ts';

/** The schedule sends nothing, the command line a model. */
const CheckInput = v.object({
  model: v.optional(v.string()),
  /** Traffic from after this time is left for the next check. */
  until: v.optional(v.pipe(v.string(), v.isoTimestamp())),
});

export interface CheckDriftAnswer {
  readonly checks: readonly CheckResult[];
}

/**
 * Checks one model, or all.
 * @throws Error naming each model whose check failed, after the others were checked
 */
export async function handler(event: unknown): Promise<CheckDriftAnswer> {
  const { model, until } = v.parse(CheckInput, event ?? {});
  const models = model === undefined ? loadDefinitions() : [loadDefinition(model)];
  const now = new Date();
  const checks: CheckResult[] = [];
  const failures: string[] = [];
  for (const { definition } of models) {
    try {
      const check = await checkModel(definition, now, until === undefined ? now : new Date(until));
      const { reportId, drifted, cause } = check.report ?? { reportId: null, drifted: null, cause: null };
      console.log(JSON.stringify({ model: check.model, status: check.status, reportId, drifted, cause }));
      checks.push(check);
    } catch (error) {
      console.error(error);
      failures.push(`${definition.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (failures.length > 0) throw new Error(`Cannot check drift of ${failures.join('; ')}`);
  return { checks };
}
