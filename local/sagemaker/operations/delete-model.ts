import type { DeleteModelCommandInput } from '@aws-sdk/client-sagemaker';
import { findModel } from './find.ts';
import type { Operation } from './operation.ts';

/** Forgets a model. Endpoints that serve it go on, as on SageMaker: they have copies. */
export const deleteModel: Operation<DeleteModelCommandInput> = (standIn, input) => {
  const model = findModel(standIn, input.ModelName!);
  standIn.stores.models.delete(model.ModelName);
  return {};
};
