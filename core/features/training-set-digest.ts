import type { ModelDefinition } from '../registry/model-definition.ts';
import { digestOf, type Json } from '../training/digest-of.ts';

/** Changed with the files' layout, so that old sets are not taken for new ones. */
const layout = 1;

/**
 * SHA-256, hexadecimal, over all that decides a training set: the versions' digests, the features, the label,
 * the split. The same inputs give the same set, so it is built once.
 * @param datasets digest of each dataset's version
 */
export function trainingSetDigest(
  { features, request, training, contracts }: ModelDefinition,
  datasets: Readonly<Record<string, string>>,
): string {
  const { label, labelled, holdoutDays, validationDays } = training;
  const keys = contracts.map(({ dataset, key, eventTime }) => ({ dataset, key, eventTime }));
  const inputs = { layout, datasets, features, request, label, labelled, holdoutDays, validationDays, keys };
  return digestOf(JSON.parse(JSON.stringify(inputs)) as Json);
}
