import { expect, it } from 'vitest';
import { deltaConfiguration } from '../../../core/datasets/delta-configuration.ts';
import { emptyTable } from '../../../core/datasets/delta-log.ts';
import { aColumn, aContract } from '../contracts/a-contract.ts';
import { aFile, anUpload, aTable } from './backfill/records.ts';

const contract = aContract();
const later = aContract({
  ...{ columns: [...contract.columns, aColumn('heard `at`', 'timestamp')], eventTime: 'heard `at`' },
});
const file = aFile(anUpload(1));
const none = { add: [], remove: [] };

it('bounds the event time alone', () => {
  const own = { 'delta.dataSkippingStatsColumns': '`at`' };
  expect(deltaConfiguration(contract, emptyTable, none)).toEqual(own);
  expect(deltaConfiguration(contract, aTable([file]), none)).toEqual(own);
  expect(deltaConfiguration(contract, { ...aTable([file]), configuration: own }, none)).toEqual(own);
});

it('bounds nothing while files stay that are bound by another column', () => {
  const own = deltaConfiguration(contract, emptyTable, none);
  const state = { ...aTable([file]), configuration: own };
  const mixed = deltaConfiguration(later, state, none);
  expect(mixed).toEqual({ 'delta.dataSkippingNumIndexedCols': '0' });
  expect(deltaConfiguration(later, { ...state, configuration: mixed }, none)).toEqual(mixed);
  expect(deltaConfiguration(later, state, { add: [], remove: [file] })).toEqual({
    'delta.dataSkippingStatsColumns': '`heard ``at```',
  });
});
