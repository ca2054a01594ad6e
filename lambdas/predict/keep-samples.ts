import { randomUUID } from 'node:crypto';
import { putText } from '../../adapters/s3/put-text.ts';
import type { ServedSample } from '../../core/features/served-sample.ts';
import { modelPrefix } from '../../core/names.ts';
import type { FoundFeatures } from './find-features.ts';
import type { Materialised } from './plan-of.ts';

const flushEveryMilliseconds = 10_000;
/** Of a process, between two writes: the first ones, whoever asks. */
const samplesPerFlush = 100;
const samples = new Map<string, ServedSample[]>();
let flushedAt = 0;

/** Keeps a served prediction's features for `check-skew`, unless enough are kept already. */
export function sampleServed(
  model: string,
  version: number,
  found: FoundFeatures & { readonly ok: true },
  materialised: Materialised,
): void {
  const kept = samples.get(model) ?? [];
  if (kept.length >= samplesPerFlush) return;
  const { id, request, hour, features, versions } = found;
  kept.push({
    id,
    at: new Date().toISOString(),
    version,
    request,
    hour,
    features,
    datasetVersions: Object.fromEntries(
      Object.entries(versions).map(([view, { dataset, version: used }]) => [
        view,
        used ?? materialised[dataset]?.version ?? null,
      ]),
    ),
  });
  samples.set(model, kept);
}

/**
 * Now and then writes the samples, an object per model: a write per request would cost more than the prediction.
 * The last seconds of an idle process are lost, which a sample may be. What could not be written is kept for the next time.
 */
export async function keepSamples(bucket: string): Promise<void> {
  if (samples.size === 0 || Date.now() - flushedAt < flushEveryMilliseconds) return;
  flushedAt = Date.now();
  const taken = [...samples];
  samples.clear();
  await Promise.all(
    taken.map(async ([model, kept]) => {
      try {
        await putText(
          bucket,
          `${modelPrefix.skew(model)}samples/${new Date(flushedAt).toISOString()}-${randomUUID()}.json`,
          JSON.stringify(kept),
        );
      } catch (error) {
        samples.set(model, [...kept, ...(samples.get(model) ?? [])].slice(0, samplesPerFlush));
        throw error;
      }
    }),
  );
}
