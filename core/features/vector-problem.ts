import type { FeatureVector } from './feature-vector.ts';

/** Of a key of DynamoDB's 2,048 bytes, with room for the view's name. */
const longestEntityInBytes = 1_900;
/** Of an item's 400 KB, with room for its keys and the names of its members. */
const largestVectorInBytes = 390_000;

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** Why an entity, as `vectorEntity` writes it, can be no part of the registry's keys, or null. */
export function entityProblem(entity: string): string | null {
  const bytes = bytesOf(entity);
  return bytes > longestEntityInBytes
    ? `an entity of ${bytes} bytes, at most ${longestEntityInBytes} can be looked up; bound the columns' maximumLength`
    : null;
}

/** Why the registry cannot hold a vector, or null. */
export function vectorProblem(vector: FeatureVector): string | null {
  const bytes =
    bytesOf(vector.entity) +
    vector.hours.length +
    Object.values(vector.values).reduce(
      (sum, packed) => sum + (typeof packed === 'string' ? bytesOf(packed) : packed.length),
      0,
    );
  return (
    entityProblem(vector.entity) ??
    (bytes > largestVectorInBytes
      ? `a week of ${bytes} bytes, at most ${largestVectorInBytes} fit an item; make two views of its features`
      : null)
  );
}
