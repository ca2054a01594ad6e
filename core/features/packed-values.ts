import type { FeatureValue } from './feature-vector.ts';

/** A feature's values in a vector: doubles, eight bytes each and the least significant first, NaN for null; a JSON array where one is a text. */
export type PackedValues = Uint8Array | string;

const bytesOfDouble = 8;

/** Packs a feature's values; those of numbers are read one by one later, without the others. */
export function packValues(values: readonly FeatureValue[]): PackedValues {
  if (values.some((value) => typeof value === 'string')) return JSON.stringify(values);
  const view = new DataView(new ArrayBuffer(values.length * bytesOfDouble));
  values.forEach((value, index) => {
    view.setFloat64(index * bytesOfDouble, (value as number | null) ?? Number.NaN, true);
  });
  return new Uint8Array(view.buffer);
}

/**
 * One of the packed values.
 * @throws RangeError where there are not as many
 */
export function valueAt(packed: PackedValues, index: number): FeatureValue {
  if (typeof packed === 'string') {
    const values = JSON.parse(packed) as readonly FeatureValue[];
    if (index >= values.length) throw new RangeError(`Cannot read value ${index} of ${values.length}`);
    return values[index]!;
  }
  const value = new DataView(packed.buffer, packed.byteOffset, packed.byteLength).getFloat64(
    index * bytesOfDouble,
    true,
  );
  return Number.isNaN(value) ? null : value;
}
