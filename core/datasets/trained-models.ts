import type { LineageEdge } from '../registry/lineage/edge.ts';
import { kindOf, nameOf } from '../registry/lineage/node.ts';

/** A registered model version. */
export interface TrainedModel {
  readonly model: string;
  readonly version: number;
}

/**
 * The model versions that the lineage graph knows to have learned from some version of a dataset, whatever checkout
 * defined them.
 * @param edges of the dataset as such, downstream
 * @throws Error where a `trained` edge does not lead to a model version
 */
export function trainedModels(edges: readonly Pick<LineageEdge, 'relation' | 'to'>[]): TrainedModel[] {
  return edges
    .filter(({ relation }) => relation === 'trained')
    .map(({ to }) => {
      const match = kindOf(to) === 'model' ? /^(.+)@(\d+)$/.exec(nameOf(to)) : null;
      if (match === null)
        throw new Error(`Cannot read a 'trained' edge: it leads to '${to}', not to a model version`);
      return { model: match[1]!, version: Number(match[2]) };
    });
}
