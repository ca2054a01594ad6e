import * as v from 'valibot';
import { batchGetRecords } from '../../adapters/dynamodb/batch-get-records.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { invocationFailure } from '../../adapters/sagemaker-runtime/invocation-failure.ts';
import { type Inference, invokeEndpoint } from '../../adapters/sagemaker-runtime/invoke-endpoint.ts';
import type { RequestIssue, RequestValue } from '../../core/features/check-request.ts';
import type { FeatureVector } from '../../core/features/feature-vector.ts';
import type { Failure, Prediction } from '../../core/features/prediction.ts';
import { probabilityIn } from '../../core/features/probability-in.ts';
import { lookUpAll, vectorKeys, viewEntities } from '../../core/features/vector-keys.ts';
import { endpointName, versionOfVariant } from '../../core/names.ts';
import { countRequest } from './count-requests.ts';
import { env } from './env.ts';
import { type Predictor, predictorOf } from './predictor.ts';
import { thresholdOf } from './threshold-of.ts';

const Call = v.object({ model: v.string(), request: v.unknown() });

/** A request is a dozen columns: more than this is a mistake. */
const maximumRequestInBytes = 64 * 1024;
/** What SageMaker takes as an inference id. */
const inferenceId = /^[\x20-\x7e]{1,64}$/;

/** One prediction: features from the request and the registry, the endpoint's answer with its variant. */
export async function handler(event: unknown): Promise<Prediction> {
  const started = performance.now();
  const call = v.safeParse(Call, event);
  if (!call.success) {
    return refuse(400, 'Cannot predict: expected { "model": "…", "request": { … } }', []);
  }
  const { model, request } = call.output;
  const bytes = Buffer.byteLength(JSON.stringify(request) ?? '');
  if (bytes > maximumRequestInBytes) {
    return refuse(
      413,
      `Cannot predict: the request has ${bytes} bytes, at most ${maximumRequestInBytes}`,
      [],
    );
  }
  const predictor = await predictorOf(model);
  if (predictor === null)
    return refuse(404, `Cannot predict: there is no model '${model.slice(0, 100)}'`, []);
  const checked = predictor.check(request);
  if (!checked.ok) {
    await countRequest(model, false);
    return refuse(400, 'Cannot predict: the request does not fit the contract', checked.issues);
  }
  const prediction = await predict(model, predictor, request as object, checked.values, started);
  await countRequest(model, prediction.status !== 400);
  return prediction;
}

async function predict(
  model: string,
  predictor: Predictor,
  request: object,
  values: readonly RequestValue[],
  started: number,
): Promise<Prediction> {
  const { BALLAST_ENV, REGISTRY_TABLE } = readEnv(env);
  const { id, hour, features: own } = await predictor.requestFeatures(values);
  if (hour === null) {
    return refuse(400, 'Cannot predict: the request names no time, see request.asOf of the model', []);
  }
  if (id === null || !inferenceId.test(id)) {
    return refuse(400, `Cannot predict: '${id}' identifies no request, see request.id of the model`, []);
  }
  const entities = viewEntities(predictor.views, request as Record<string, unknown>);
  const vectors = await batchGetRecords<FeatureVector>(REGISTRY_TABLE, vectorKeys(entities, hour));
  const found = { ...own, ...lookUpAll(entities, vectors, hour) };
  const features = Object.fromEntries(predictor.featureNames.map((name) => [name, found[name] ?? null]));

  const endpoint = endpointName(BALLAST_ENV, model);
  const fail = (status: 502 | 503, error: string): { status: 502 | 503; body: Failure } => {
    const durationInMilliseconds = performance.now() - started;
    console.error(JSON.stringify({ message: 'prediction failed', status, error, id, endpoint }));
    return { status, body: { error, id, endpoint, features, durationInMilliseconds } };
  };
  let inference: Inference;
  try {
    inference = await invokeEndpoint({
      endpoint,
      body: JSON.stringify(features),
      contentType: 'application/json',
      inferenceId: id,
    });
  } catch (error) {
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
      `Variant '${variant}' answered ${body.slice(0, 200)}, expected {"probability": <0 to 1>}; see output_fn in inference.py`,
    );
  }
  const positive = probability >= (await thresholdOf(REGISTRY_TABLE, model, version));
  const durationInMilliseconds = performance.now() - started;
  return {
    status: 200,
    body: { id, probability, positive, version, endpoint, variant, features, durationInMilliseconds },
  };
}

const refuse = (
  status: 400 | 404 | 413,
  error: string,
  issues: readonly RequestIssue[],
): { status: 400 | 404 | 413; body: { error: string; issues: readonly RequestIssue[] } } => ({
  status,
  body: { error, issues },
});
