import { expect, it } from 'vitest';
import { probabilityIn } from '../../../core/features/probability-in.ts';

it.each([
  ['{"probability": 0.31}', 0.31],
  ['{"probability": 0, "model": "v2"}', 0],
  ['{"probability": 1}', 1],
])('reads %s', (body, probability) => {
  expect(probabilityIn(body)).toBe(probability);
});

it.each([
  '{"probability": 1.01}',
  '{"probability": -0.1}',
  '{"probability": "0.3"}',
  '{"probability": null}',
  '{"score": 0.3}',
  '[0.3]',
  '0.3',
  'null',
  'NaN',
  '',
])('finds no probability in %s', (body) => {
  expect(probabilityIn(body)).toBeNull();
});
