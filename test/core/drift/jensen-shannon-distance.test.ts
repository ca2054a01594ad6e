import { expect, it } from 'vitest';
import { jensenShannonDistance } from '../../../core/drift/jensen-shannon-distance.ts';
import { reference } from './reference.ts';

it.each(reference.bins)('$baseline and $current as scipy has it', ({ baseline, current, jensenShannon }) => {
  expect(jensenShannonDistance(baseline, current)).toBeCloseTo(jensenShannon, 10);
});

it('refuses other bins', () => {
  expect(() => jensenShannonDistance([1], [1, 2])).toThrow('the same bins');
});
