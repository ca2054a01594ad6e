import type { ModelDefinition } from '../registry/model-definition.ts';
import type { FeatureType } from './feature-view.ts';

/** A model's features in the order in which the definition names them: the order of the model's inputs. */
export function featureSchema(
  definition: Pick<ModelDefinition, 'features'>,
): { readonly name: string; readonly type: FeatureType }[] {
  return definition.features.flatMap((view) => view.features.map(({ name, type }) => ({ name, type })));
}
