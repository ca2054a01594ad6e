import { expect, it } from 'vitest';
import { deltaSchema } from '../../../core/datasets/delta-schema.ts';
import { schemaChanges } from '../../../core/datasets/schema-changes.ts';
import { aColumn, aContract } from '../contracts/a-contract.ts';

const contract = aContract();
const before = deltaSchema(contract);

it('names what was added, removed and has another type, by name', () => {
  const after = aContract({
    columns: [
      aColumn('value', 'integer'),
      aColumn('at', 'timestamp'),
      aColumn('sensor', 'string'),
      aColumn('depth', 'double'),
    ],
  });
  expect(schemaChanges(before, deltaSchema(after))).toEqual([
    { column: 'depth', change: 'added', before: null, after: 'double' },
    { column: 'kind', change: 'removed', before: 'string', after: null },
    { column: 'value', change: 'type', before: 'double', after: 'long' },
  ]);
});

it('sees no change in another order, other words, or the other name of a time', () => {
  const columns = [...contract.columns].reverse().map((column) => ({ ...column, description: 'Others.' }));
  expect(schemaChanges(before, deltaSchema(aContract({ columns })))).toEqual([]);
  expect(schemaChanges(before.replace('timestamp_ntz', 'timestamp'), before)).toEqual([]);
});
