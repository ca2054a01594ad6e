import { describe, expect, it } from 'vitest';
import { noStyle } from '../../../cli/style.ts';
import { publicationView, renderPublications, withdrawnViews } from '../../../cli/views/contract-publish.ts';
import { lockOf, publicationState } from '../../../core/contracts/contracts-lock.ts';
import { aContract } from '../../core/contracts/a-contract.ts';

const view = (version: string, maximumQuarantinedShare: number) => {
  const contract = aContract({ version, maximumQuarantinedShare });
  return publicationView(contract, publicationState(contract, lockOf([aContract()])));
};

describe('renderPublications', () => {
  it('tells each contract and each change, with what it needs', () => {
    const views = [view('1.0.0', 0.5), view('1.1.0', 0.9), view('1.1.0', 0.1)];
    expect(renderPublications(views, noStyle).split('\n')).toEqual([
      'readings 1.0.0: published before, unchanged',
      'readings 1.1.0: published; it was 1.0.0',
      '  compatible    maximumQuarantinedShare: 0.5 → 0.9 (files with more bad rows are accepted)',
      'readings 1.1.0: not published: it needs version 2.0.0 or later, has 1.1.0 (published: 1.0.0)',
      '  breaking      maximumQuarantinedShare: 0.5 → 0.1 (files with as many bad rows are refused)',
    ]);
  });

  it('names what is withdrawn', () => {
    const other = aContract({ dataset: 'rooms', version: '3.1.0' });
    const views = withdrawnViews([aContract()], lockOf([aContract(), other]));
    expect(renderPublications(views, noStyle)).toBe(
      'rooms 3.1.0: withdrawn: the model has it no more; published again, it will be compared with nothing',
    );
  });

  it('tells a first publication', () => {
    const contract = aContract();
    expect(renderPublications([publicationView(contract, publicationState(contract, {}))], noStyle)).toBe(
      'readings 1.0.0: published',
    );
  });
});
