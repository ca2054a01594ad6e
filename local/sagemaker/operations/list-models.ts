import { type ListInput, listPage } from './list-page.ts';
import type { Operation } from './operation.ts';

export const listModels: Operation<ListInput> = ({ stores }, input) => {
  const { page, NextToken } = listPage(
    stores.models.list().map((model) => ({ name: model.ModelName, creationTime: model.CreationTime, model })),
    input,
  );
  return {
    Models: page.map(({ model: { ModelName, ModelArn, CreationTime } }) => ({
      ModelName,
      ModelArn,
      CreationTime,
    })),
    NextToken,
  };
};
