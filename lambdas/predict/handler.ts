import * as v from 'valibot';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { invocationFailure } from '../../adapters/sagemaker-runtime/invocation-failure.ts';
import { type Inference, invokeEndpoint } from '../../adapters/sagemaker-runtime/invoke-endpoint.ts';
import { beginningOf } from '../../core/beginning-of.ts';
import { drawVersion } from '../../core/features/answering-versions.ts';
import type { RequestIssue } from '../../core/features/check-request.ts';
import type { Durations, Prediction, Predictions } from '../../core/features/prediction.ts';
import { probabilityIn } from '../../core/features/probability-in.ts';
import { endpointName, variantName, versionOfVariant } from '../../core/names.ts';
import { countRequests } from './count-requests.ts';
import { env } from './env.ts';
import { type FoundFeatures, findFeatures } from './find-features.ts';
import { sampleServed } from './keep-samples.ts';
import { forgetPlan, type Plan, planOf } from './plan-of.ts';
import type { Predictor } from './predictor.ts';
import { settleTelemetry } from './settle-telemetry.ts';
import { versionOf } from './version-of.ts';

const Call = v.union([
  v.object({ model: v.string(), requests: v.array(v.unknown()) }),
  v.object({ model: v.string(), request: v.unknown() }),
]);

/** A request is a dozen columns: more than this is a mistake. */
const maximumRequestInBytes = 64 * 1024;
/** What one execution of the request features and one function's time hold with ease. */
const maximumRequests = 500;
/** Invocations of the endpoint that run at once. */
const simultaneousInvocations = 32;

/**
 * Predictions: features from the request and the registry, by the definitions of the version that answers; the
 * endpoint's answer with its variant. `request` asks for one, `requests` for many, each with an answer of its own.
 */
export async function handler(event: unknown): Promise<Prediction | Predictions> {
  const started = performance.now();
  const call = v.safeParse(Call, event);
  if (!call.success) {
    return refuse(
      400,
      'Cannot predict: expected { "model": "…", "request": { … } } or { "model": "…", "requests": [ … ] }',
    );
  }
  const { model } = call.output;
  const requests = 'requests' in call.output ? call.output.requests : [call.output.request];
  if (requests.length > maximumRequests) {
    return refuse(
      413,
      `Cannot predict: ${requests.length} requests, at most ${maximumRequests} in one call; send the rest in further calls`,
    );
  }
  const { REGISTRY_TABLE, MODEL_BUCKET } = readEnv(env);
  const plan = await planOf(REGISTRY_TABLE, MODEL_BUCKET, model);
  if (plan === null) return refuse(404, `Cannot predict: there is no model '${beginningOf(model, 100)}'`);
  const { answers, durations } = await answerAll(model, plan, requests, started);
  const invalid = answers.filter(({ status }) => status === 400 || status === 413).length;
  countRequests(model, answers.length - invalid, invalid);
  await settleTelemetry(MODEL_BUCKET);
  return 'requests' in call.output ? { status: 200, body: { answers, durations } } : answers[0]!;
}

/** Requests that one version answers, or SageMaker's weights choose the version for. */
interface Group {
  readonly predictor: Predictor;
  readonly variant: string | undefined;
  readonly indices: number[];
}

async function answerAll(
  model: string,
  plan: Plan,
  requests: readonly unknown[],
  started: number,
): Promise<{ readonly answers: readonly Prediction[]; readonly durations: Durations }> {
  const { REGISTRY_TABLE } = readEnv(env);
  const answers: Prediction[] = new Array(requests.length);
  const small = requests.flatMap((request, index) => {
    const bytes = Buffer.byteLength(JSON.stringify(request) ?? '');
    if (bytes <= maximumRequestInBytes) return [index];
    answers[index] = refuse(
      413,
      `Cannot predict: the request has ${bytes} bytes, at most ${maximumRequestInBytes}`,
    );
    return [];
  });
  const groups = await grouped(plan, small);
  const asked: { index: number; found: FoundFeatures & { ok: true }; variant: string | undefined }[] = [];
  let sql = 0;
  let registry = 0;
  for (const { predictor, variant, indices } of groups) {
    const result = await findFeatures(
      REGISTRY_TABLE,
      predictor,
      indices.map((index) => requests[index]),
      Object.values(plan.materialised).filter((record) => record !== null),
    );
    sql += result.sql;
    registry += result.registry;
    result.found.forEach((found, at) => {
      const index = indices[at]!;
      if (found.ok) asked.push({ index, found, variant });
      else answers[index] = refuse(400, found.error, found.issues);
    });
  }
  const known = performance.now();
  const durations = (): Durations => {
    const now = performance.now();
    return {
      sql,
      registry,
      features: known - started,
      endpoint: asked.length === 0 ? 0 : now - known,
      total: now - started,
    };
  };
  const waiting = [...asked];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const answer = await ask(model, next.found, next.variant, durations);
      answers[next.index] = answer;
      if (answer.status === 200) sampleServed(model, answer.body.version, next.found, plan.materialised);
    }
  };
  await Promise.all(Array.from({ length: Math.min(simultaneousInvocations, asked.length) }, work));
  return { answers, durations: durations() };
}

/** Who answers each request. Where definitions differ, the features must be those of the variant that is asked. */
async function grouped({ answering, same, deployed }: Plan, indices: readonly number[]): Promise<Group[]> {
  const [first] = answering;
  if (first === undefined || same) {
    return [{ predictor: first?.predictor ?? (await deployed()), variant: undefined, indices: [...indices] }];
  }
  const groups = new Map<number, Group>();
  for (const { version, predictor } of answering) {
    groups.set(version, { predictor, variant: variantName(version), indices: [] });
  }
  for (const index of indices) groups.get(drawVersion(answering, Math.random())!)!.indices.push(index);
  return [...groups.values()].filter((group) => group.indices.length > 0);
}

async function ask(
  model: string,
  { id, features, repairs }: FoundFeatures & { readonly ok: true },
  targetVariant: string | undefined,
  durations: () => Durations,
): Promise<Prediction> {
  const { BALLAST_ENV, REGISTRY_TABLE } = readEnv(env);
  const endpoint = endpointName(BALLAST_ENV, model);
  const fail = (status: 502 | 503, error: string): Prediction => {
    const spent = durations();
    console.error(JSON.stringify({ message: 'prediction failed', status, error, id, endpoint }));
    return {
      status,
      body: { error, id, endpoint, features, durationInMilliseconds: spent.total, durations: spent },
    };
  };
  let inference: Inference;
  try {
    inference = await invokeEndpoint({
      endpoint,
      body: JSON.stringify(features),
      contentType: 'application/json',
      inferenceId: id,
      targetVariant,
    });
  } catch (error) {
    // The variant that was asked may just have left the endpoint.
    if (targetVariant !== undefined) forgetPlan(model);
    const failure = invocationFailure(error);
    if (failure === null) throw error;
    return fail(failure.status, failure.message);
  }
  const { variant, body } = inference;
  const version = versionOfVariant(variant);
  const probability = probabilityIn(body);
  if (probability === null || version === null) {
    return fail(
      502,
      `Variant '${variant}' answered ${beginningOf(body, 200)}, expected {"probability": <0 to 1>}; see output_fn in inference.py`,
    );
  }
  const { threshold } = await versionOf(REGISTRY_TABLE, model, version);
  const spent = durations();
  return {
    status: 200,
    body: {
      id,
      probability,
      positive: probability >= threshold,
      version,
      endpoint,
      variant,
      features,
      ...(Object.keys(repairs).length === 0 ? {} : { repairs }),
      durationInMilliseconds: spent.total,
      durations: spent,
    },
  };
}

const refuse = (
  status: 400 | 404 | 413,
  error: string,
  issues: readonly RequestIssue[] = [],
): Prediction & { readonly status: 400 | 404 | 413 } => ({ status, body: { error, issues } });
