import type { ModelDefinition } from './model-definition.ts';

/** The columns of a dataset that the prediction requests of any of these models carry. */
export const askedColumns = (
  models: readonly Pick<ModelDefinition, 'request'>[],
  dataset: string,
): ReadonlySet<string> =>
  new Set(models.flatMap(({ request }) => (request.dataset === dataset ? request.columns : [])));
