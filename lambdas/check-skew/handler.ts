import * as v from 'valibot';
import { putMetrics } from '../../adapters/cloudwatch/put-metrics.ts';
import { loadDefinition, loadDefinitions } from '../../adapters/definitions/load-definitions.ts';
import { maximumSkewShare, type SkewReport } from '../../core/features/judge-skew.ts';
import { metricName } from '../../core/names.ts';
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
      const { verdict, samples, differing, unjudged, reason } = report;
      console.log(JSON.stringify({ model: report.model, verdict, samples, differing, unjudged, reason }));
      reports.push(report);
    } catch (error) {
      console.error(error);
      failures.push(`${definition.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const shares = reports.flatMap(({ share }) => (share === null ? [] : [share]));
  // A check of one model by hand may end no alarm that another one's features raised.
  if (shares.length > 0 && (model === undefined || Math.max(...shares) > maximumSkewShare)) {
    await putMetrics([
      { name: metricName.worstFeatureSkewShare, value: Math.max(...shares), unit: 'None', dimensions: {} },
    ]);
  }
  if (failures.length > 0) throw new Error(`Cannot compare served features of ${failures.join('; ')}`);
  return { reports };
}
