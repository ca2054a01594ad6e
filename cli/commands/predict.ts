import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { endpointName, functionName } from '../../core/names.ts';
import { CliError } from '../cli-error.ts';
import { readJson } from '../read-json.ts';
import { type PredictAnswer, renderPrediction } from '../views/prediction.ts';
import { withContext } from '../with-context.ts';

export const predict = (): Command =>
  new Command('predict')
    .description(
      "One prediction: through the predict function, or straight through SageMaker's InvokeEndpoint.",
    )
    .argument('<model>', 'name of the model')
    .requiredOption(
      '--request <json>',
      'the request as JSON, @file to read it from a file, - from stdin, or { "requests": [ … ] } for many; with --endpoint a record of feature values',
    )
    .option('--endpoint', 'ask the endpoint itself, past the feature lookup')
    .option('--variant <name>', 'with --endpoint: the variant to ask, such as v2, whatever its weight')
    .action(
      withContext(
        async (
          { print, target },
          model: string,
          options: { readonly request: string; readonly endpoint?: boolean; readonly variant?: string },
        ) => {
          const request = await readJson(options.request);
          if (options.variant !== undefined && !options.endpoint) {
            throw new CliError(
              'usage',
              `Cannot choose variant '${options.variant}' through the predict function: add --endpoint`,
            );
          }
          const answer = options.endpoint
            ? await askEndpoint(endpointName(target.environment, model), request, options.variant)
            : await askFunction(functionName(target.environment, 'predict'), model, request);
          print.result(answer, (style) => renderPrediction(answer, style));
          if (answer.status >= 400) {
            const exit = answer.status === 404 ? 'notFound' : answer.status < 500 ? 'refused' : 'failed';
            throw new CliError(
              exit,
              `Cannot predict with '${model}': the answer's status is ${answer.status}`,
            );
          }
        },
      ),
    );

/** An object whose only member is an array `requests` asks for many: no column of a request holds an array. */
async function askFunction(
  name: string,
  model: string,
  request: Readonly<Record<string, unknown>>,
): Promise<PredictAnswer> {
  const { invokeFunction } = await import('../../adapters/lambda/invoke-function.ts');
  return invokeFunction<PredictAnswer>(
    name,
    Array.isArray(request.requests) ? { model, requests: request.requests } : { model, request },
  );
}

async function askEndpoint(
  endpoint: string,
  features: object,
  targetVariant?: string,
): Promise<PredictAnswer> {
  const { invokeEndpoint } = await import('../../adapters/sagemaker-runtime/invoke-endpoint.ts');
  const id = randomUUID();
  const { body, variant } = await invokeEndpoint({
    endpoint,
    body: JSON.stringify(features),
    contentType: 'application/json',
    inferenceId: id,
    targetVariant,
  });
  return { status: 200, body: { id, variant, ...(JSON.parse(body) as object) } };
}
