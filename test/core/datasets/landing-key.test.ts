import { expect, it } from 'vitest';
import { datasetOfKey } from '../../../core/datasets/landing-key.ts';

it.each([
  ['landing/flights/2013-01.csv', 'flights'],
  ['landing/flights/a/b/c.csv', 'flights'],
  ['landing/../x', '..'],
  ['landing/ｆlights/x', 'ｆlights'],
  ['landing/flights/', null],
  ['landing/flights', null],
  ['landing//x', null],
  ['Landing/flights/x', null],
  ['x/landing/flights/x', null],
  ['quarantine/flights/x', null],
])('%s belongs to %s', (key, dataset) => expect(datasetOfKey(key)).toBe(dataset));
