import { expect, it } from 'vitest';
import { noStyle } from '../../../cli/style.ts';
import { renderPrediction } from '../../../cli/views/prediction.ts';

it('shows an answer with its features, nulls among them', () => {
  const body = { id: 'AA-1', probability: 0.31, positive: false, features: { carrier: 'AA', temp: null } };
  expect(renderPrediction({ status: 200, body }, noStyle).split('\n')).toEqual([
    'id           AA-1',
    'probability  0.31',
    'positive     false',
    'features',
    '  carrier  AA',
    '  temp     null',
  ]);
});

it('shows each issue of a refused request as a sentence, made safe for a terminal', () => {
  const issues = [{ column: 'carrier', expected: 'one of AA, UA', received: '"\u001b[2J"' }];
  expect(
    renderPrediction({ status: 400, body: { error: 'Cannot predict', issues } }, noStyle).split('\n'),
  ).toEqual(['error   Cannot predict', 'issues', '  carrier: expected one of AA, UA, received "\\u001b[2J"']);
});
