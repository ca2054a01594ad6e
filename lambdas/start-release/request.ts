import * as v from 'valibot';
import { eventDetailType } from '../../core/names.ts';

const name = v.pipe(v.string(), v.nonEmpty(), v.maxLength(100));
const text = v.pipe(v.string(), v.nonEmpty(), v.maxLength(1_000));

const newData = v.object({
  'detail-type': v.literal(eventDetailType.datasetVersionCreated),
  detail: v.object({ dataset: name, version: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
});

const drift = v.object({
  'detail-type': v.literal(eventDetailType.driftDetected),
  detail: v.object({ model: name, report: text, monitor: text }),
});

const command = v.object({
  model: name,
  cause: v.object({ kind: v.literal('command'), by: text, reason: text }),
  /** Another source than the deployed one: `sourcedir.tar.gz` in the model bucket. */
  code: v.optional(
    v.object({
      uri: v.pipe(v.string(), v.regex(/^s3:\/\/[^/]+\/.+\.tar\.gz$/)),
      digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    }),
  ),
  /** The same request starts one run, however often it is sent. */
  requestId: v.optional(text),
});

const reproduce = v.object({
  model: name,
  reproduce: v.object({ version: v.pipe(v.number(), v.integer(), v.minValue(1)), by: text }),
  /** The same request starts one reproduction, however often it is sent. */
  requestId: text,
});

/** What starts a release: an event about data or drift, or a command; or a version that is to be made again. */
export const ReleaseInput = v.union([newData, drift, command, reproduce]);
export type ReleaseInput = v.InferOutput<typeof ReleaseInput>;
