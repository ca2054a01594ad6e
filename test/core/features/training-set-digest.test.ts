import { expect, it } from 'vitest';
import { trainingSetDigest } from '../../../core/features/training-set-digest.ts';
import model from '../../../models/flight-delay/model.ts';

const versions = { flights: 'a', weather: 'b' };
const digest = trainingSetDigest(model, versions);

it('is the same for the same inputs, whatever the order of the datasets', () => {
  expect(trainingSetDigest(structuredClone(model), { weather: 'b', flights: 'a' })).toBe(digest);
});

it('changes with a version, a feature, the label and the split', () => {
  const [first, ...others] = model.features;
  const changed = [
    trainingSetDigest(model, { ...versions, weather: 'c' }),
    trainingSetDigest({ ...model, features: [...others, first!] }, versions),
    trainingSetDigest({ ...model, training: { ...model.training, label: 'arr_delay > 30' } }, versions),
    trainingSetDigest({ ...model, training: { ...model.training, holdoutDays: 15 } }, versions),
  ];
  expect(new Set([digest, ...changed]).size).toBe(5);
});

it('does not change with what the training set does not depend on', () => {
  expect(trainingSetDigest({ ...model, gates: [], training: { ...model.training, seed: 1 } }, versions)).toBe(
    digest,
  );
});
