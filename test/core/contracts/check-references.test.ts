import { describe, expect, it } from 'vitest';
import { checkReferences } from '../../../core/contracts/check-references.ts';
import type { Reference } from '../../../core/contracts/contract.ts';
import { aColumn, aContract } from './a-contract.ts';

const to = (
  dataset: string,
  columns: string[],
  referenced: string[],
): Partial<ReturnType<typeof aContract>> => ({
  references: [{ dataset, columns, referenced, onMissing: 'warn' } satisfies Reference],
});
const sensors = aContract({
  dataset: 'sensors',
  columns: [aColumn('id', 'string'), aColumn('number', 'integer'), aColumn('at', 'timestamp')],
});

describe('checkReferences', () => {
  it('finds nothing wrong with a reference to a column of the same type', () => {
    expect(checkReferences([aContract(to('sensors', ['sensor'], ['id'])), sensors])).toEqual([]);
  });

  it('lets two datasets refer to each other', () => {
    const back = { ...sensors, ...to('readings', ['id'], ['sensor']) };
    expect(checkReferences([aContract(to('sensors', ['sensor'], ['id'])), back])).toEqual([]);
  });

  it('names a dataset, a column and a type that do not fit', () => {
    const problem = (...reference: Parameters<typeof to>) =>
      checkReferences([aContract(to(...reference)), sensors]);
    expect(problem('nowhere', ['sensor'], ['id'])).toEqual([
      "contract 'readings': references.nowhere: no model has a contract for dataset 'nowhere'",
    ]);
    expect(problem('sensors', ['sensor'], ['name'])).toEqual([
      "contract 'readings': references.sensors: 'name' is not a column of dataset 'sensors'",
    ]);
    expect(problem('sensors', ['sensor'], ['number'])).toEqual([
      "contract 'readings': references.sensors: 'sensor' is a string, 'number' a integer",
    ]);
  });

  it('takes one contract for a dataset, however many models name it', () => {
    expect(checkReferences([sensors, { ...sensors }])).toEqual([]);
    expect(checkReferences([sensors, { ...sensors, version: '1.0.1' }])).toEqual([
      expect.stringContaining("dataset 'sensors' has two contracts that differ (versions 1.0.0 and 1.0.1)"),
    ]);
  });
});
