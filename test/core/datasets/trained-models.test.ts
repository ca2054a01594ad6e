import { expect, it } from 'vitest';
import { trainedModels } from '../../../core/datasets/trained-models.ts';

it('reads model versions from the edges of a dataset', () => {
  expect(
    trainedModels([
      { relation: 'trained', to: 'model:flight-delay@2' },
      { relation: 'trained', to: 'model:other@11' },
      { relation: 'became', to: 'dataset:flights@3' },
    ]),
  ).toEqual([
    { model: 'flight-delay', version: 2 },
    { model: 'other', version: 11 },
  ]);
});

it('refuses what it cannot read, rather than to forget a model', () => {
  expect(() => trainedModels([{ relation: 'trained', to: 'run:flight-delay/1' }])).toThrow(
    "it leads to 'run:flight-delay/1', not to a model version",
  );
});
