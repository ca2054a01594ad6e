import { type ListInput, listPage } from './list-page.ts';
import type { Operation } from './operation.ts';

export const listEndpointConfigs: Operation<ListInput> = ({ stores }, input) => {
  const { page, NextToken } = listPage(
    stores.endpointConfigs.list().map((config) => ({
      name: config.EndpointConfigName,
      creationTime: config.CreationTime,
      config,
    })),
    input,
  );
  return {
    EndpointConfigs: page.map(({ config: { EndpointConfigName, EndpointConfigArn, CreationTime } }) => ({
      EndpointConfigName,
      EndpointConfigArn,
      CreationTime,
    })),
    NextToken,
  };
};
