import { putMetrics } from '../../adapters/cloudwatch/put-metrics.ts';
import { versionDefinitions } from '../../adapters/definitions/version-definitions.ts';
import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { putRecord } from '../../adapters/dynamodb/put-record.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { getText } from '../../adapters/s3/get-text.ts';
import { listObjects } from '../../adapters/s3/list-objects.ts';
import { type FeatureDefinitions, featureDefinitions } from '../../core/features/feature-definitions.ts';
import { type ComparedSample, judgeSkew, type SkewReport } from '../../core/features/judge-skew.ts';
import type { ServedSample } from '../../core/features/served-sample.ts';
import { metricName, modelPrefix } from '../../core/names.ts';
import { skewReportKey } from '../../core/registry/keys.ts';
import type { ModelDefinition } from '../../core/registry/model-definition.ts';
import { env } from './env.ts';
import { recomputeSamples } from './recompute-samples.ts';

/** A sample of the samples suffices: the newest of an hour's. */
const maximumSamples = 2_000;

/**
 * Compares the features that a model's callers were served since the last check with their recomputation. Samples
 * that do not suffice for a verdict are read again with the next ones.
 */
export async function checkModel(definition: ModelDefinition, now: Date): Promise<SkewReport> {
  const { REGISTRY_TABLE, DATA_BUCKET, MODEL_BUCKET } = readEnv(env);
  const model = definition.name;
  const before = await getRecord<SkewReport>(REGISTRY_TABLE, skewReportKey(model));
  const objects = await listObjects(
    MODEL_BUCKET,
    `${modelPrefix.skew(model)}samples/`,
    before?.cursor ?? undefined,
  );
  const samples: ServedSample[] = [];
  for (const { key } of [...objects].reverse()) {
    if (samples.length >= maximumSamples) break;
    samples.push(...(JSON.parse(await getText(MODEL_BUCKET, key)) as ServedSample[]));
  }
  const taken = samples.slice(0, maximumSamples);
  const compared: ComparedSample[] = [];
  let unjudged = 0;
  let reason: string | null = null;
  for (const version of new Set(taken.map((sample) => sample.version))) {
    const own = taken.filter((sample) => sample.version === version);
    const definitions = await definitionsOf(definition, version);
    const result = await recomputeSamples(REGISTRY_TABLE, DATA_BUCKET, definitions, own);
    compared.push(...result.compared);
    unjudged += result.unjudged;
    reason = result.reason ?? reason;
  }
  const judgement = judgeSkew(compared);
  const times = taken.map(({ at }) => at).sort();
  const last = objects.at(-1)?.key ?? before?.cursor ?? null;
  const report: SkewReport = {
    kind: 'skew-report',
    model,
    at: now.toISOString(),
    from: times[0] ?? null,
    to: times.at(-1) ?? null,
    unjudged,
    reason,
    ...judgement,
    // What could not be judged for want of its data will not be later either.
    cursor: judgement.verdict === 'inconclusive' && unjudged === 0 ? (before?.cursor ?? null) : last,
  };
  if (judgement.share !== null) {
    await putMetrics([
      {
        name: metricName.featureSkewShare,
        value: judgement.share,
        unit: 'None',
        dimensions: { Model: model },
      },
    ]);
  }
  // Two checks at once read the same samples and say the same.
  await putRecord(REGISTRY_TABLE, skewReportKey(model), report);
  return report;
}

/** The definitions that a version was registered with; the deployed ones where it kept none. */
async function definitionsOf(definition: ModelDefinition, version: number): Promise<FeatureDefinitions> {
  const { REGISTRY_TABLE, MODEL_BUCKET } = readEnv(env);
  const kept = await versionDefinitions(REGISTRY_TABLE, MODEL_BUCKET, definition.name, version);
  return kept ?? featureDefinitions(definition);
}
