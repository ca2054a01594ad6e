import { describe, expect, it } from 'vitest';
import { checkHeader } from '../../../core/contracts/check-header.ts';
import { aContract } from './a-contract.ts';

const header = ['value', 'at', 'sensor', 'kind'];
const rulesOf = (names: readonly string[], contract = aContract()) =>
  checkHeader(contract, names).map(({ rule, column }) => `${rule} ${column}`);

describe('checkHeader', () => {
  it('takes the columns in any order', () => expect(rulesOf(header)).toEqual([]));

  it('names each missing column', () => {
    expect(rulesOf(['at', 'Value'])).toEqual([
      'file:missing-column sensor',
      'file:missing-column value',
      'file:missing-column kind',
      'file:additional-column Value',
    ]);
  });

  it('refuses or drops additional columns, as the contract says', () => {
    expect(rulesOf([...header, 'more'])).toEqual(['file:additional-column more']);
    expect(rulesOf([...header, 'more'], aContract({ onAdditionalColumns: 'drop-column' }))).toEqual([]);
  });

  it('drops the columns that the quarantine has added', () => {
    expect(rulesOf(['ballast_row', 'ballast_rules', ...header])).toEqual([]);
  });

  it('does without a column that is optional', () => {
    const [sensor, at, value, kind] = aContract().columns;
    const contract = aContract({ columns: [sensor!, at!, value!, { ...kind!, optional: true }] });
    expect(rulesOf(['sensor', 'at', 'value'], contract)).toEqual([]);
    expect(rulesOf(header, contract)).toEqual([]);
  });

  it('refuses a column that is there twice', () => {
    expect(rulesOf([...header, 'value'])).toEqual(['file:duplicate-column value']);
  });
});
