import type { ModelDefinition } from '../registry/model-definition.ts';
import { digestOf, type Json } from '../training/digest-of.ts';
import { datasetViews } from './views-of.ts';

/** What decides how a request becomes features: a version keeps the ones that it was trained with. */
export type FeatureDefinitions = Pick<ModelDefinition, 'name' | 'request' | 'features' | 'contracts'>;

/** Where a version's feature definitions lie. */
export interface FeatureDefinitionsReference {
  /** Key in the model bucket. */
  readonly key: string;
  /** SHA-256 of their JSON, members in order of their names. */
  readonly digest: string;
}

/** A model's feature definitions: its features, what a request is, and the contracts of the datasets that they read. */
export function featureDefinitions(definition: FeatureDefinitions): FeatureDefinitions {
  const { name, request, features } = definition;
  const datasets = new Set([request.dataset, ...datasetViews(definition).map(({ dataset }) => dataset)]);
  return {
    name,
    request,
    features,
    contracts: definition.contracts.filter(({ dataset }) => datasets.has(dataset)),
  };
}

export const featureDefinitionsDigest = (definitions: FeatureDefinitions): string =>
  digestOf(JSON.parse(JSON.stringify(definitions)) as Json);

/**
 * Definitions as they were stored.
 * @throws Error where the text is not what its digest says
 */
export function readFeatureDefinitions(
  text: string,
  { key, digest }: FeatureDefinitionsReference,
): FeatureDefinitions {
  const definitions = JSON.parse(text) as FeatureDefinitions;
  const found = featureDefinitionsDigest(definitions);
  if (found !== digest) {
    throw new Error(
      `Cannot use the feature definitions '${key}': their digest is ${found}, the version says ${digest}; they were changed after the version was registered`,
    );
  }
  return definitions;
}
