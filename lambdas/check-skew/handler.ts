import * as v from 'valibot';
import { loadDefinition, loadDefinitions } from '../../adapters/definitions/load-definitions.ts';
import type { SkewReport } from '../../core/features/judge-skew.ts';
import { checkModel } from './check-model.ts';

/** The schedule sends nothing, the command line a model. */
const CheckInput = v.object({ model: v.optional(v.string()) });

/**
 * Compares served features with their recomputation, of one model or all.
 * @throws Error naming each model whose check failed, after the others were checked
 */
export async function handler(event: unknown): Promise<{ readonly reports: readonly SkewReport[] }> {
  const { model } = v.parse(CheckInput, event ?? {});
  const models = model === undefined ? loadDefinitions() : [loadDefinition(model)];
  const reports: SkewReport[] = [];
  const failures: string[] = [];
  for (const { definition } of models) {
    try {
      const report = await checkModel(definition, new Date());
      const { verdict, samples, differing } = report;
      console.log(JSON.stringify({ model: report.model, verdict, samples, differing }));
      reports.push(report);
    } catch (error) {
      console.error(error);
      failures.push(`${definition.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (failures.length > 0) throw new Error(`Cannot compare served features of ${failures.join('; ')}`);
  return { reports };
}
