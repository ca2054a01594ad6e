import { expect, it } from 'vitest';
import { deltaSchema } from '../../../core/datasets/delta-schema.ts';
import { typeConflict } from '../../../core/datasets/type-conflict.ts';
import { aColumn, aContract } from '../contracts/a-contract.ts';
import { aFile, anUpload, aTable } from './backfill/records.ts';

const contract = aContract();
const retyped = aContract({
  version: '2.0.0',
  columns: contract.columns.map((column) => (column.name === 'value' ? aColumn('value', 'string') : column)),
});
const [first, second] = [aFile(anUpload(1)), aFile(anUpload(2))];
const state = { ...aTable([first, second]), schema: deltaSchema(contract) };

it('names the column and the way out while a file of another type stays', () => {
  expect(typeConflict(retyped, state, { add: [], remove: [first] })).toEqual({
    rule: 'file:column-type',
    column: 'value',
    expected:
      "a version whose files all have the type of contract 2.0.0 in 'value', string; `npx ballast backfill readings --from 0` judges the uploads that have another, and this one, anew",
    received: "double in 1 files that stay, such as that of 'landing/readings/2.csv'",
  });
  // A file that only gets another holder stays what it is.
  expect(typeConflict(retyped, state, { add: [second], remove: [first] })).not.toBeNull();
});

it('has nothing against a change that replaces every file, nor against other changes of the columns', () => {
  expect(typeConflict(retyped, state, { add: [], remove: [first, second] })).toBeNull();
  expect(typeConflict(retyped, aTable([]), { add: [], remove: [] })).toBeNull();
  const wider = aContract({ columns: [...contract.columns.slice(0, 3), aColumn('more', 'integer')] });
  expect(typeConflict(wider, state, { add: [], remove: [] })).toBeNull();
});

it('takes the times of a table of an earlier release for what they are', () => {
  const older = { ...state, schema: deltaSchema(contract).replace('timestamp_ntz', 'timestamp') };
  expect(typeConflict(contract, older, { add: [], remove: [] })).toBeNull();
});
