import type { ModelDefinition } from '../registry/model-definition.ts';

/** Name and type of every feature that the model reads, in order of their declaration. */
export const modelFeatures = ({ features }: Pick<ModelDefinition, 'features'>) =>
  features.flatMap((view) => view.features.map(({ name, type }) => ({ name, type })));
