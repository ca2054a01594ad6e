import { type ListInput, listPage } from './list-page.ts';
import type { Operation } from './operation.ts';

export const listEndpoints: Operation<ListInput> = ({ stores }, input) => {
  const { page, NextToken } = listPage(stores.endpoints.list(), input);
  return {
    Endpoints: page.map((endpoint) => ({
      EndpointName: endpoint.name,
      EndpointArn: endpoint.arn,
      CreationTime: endpoint.creationTime,
      LastModifiedTime: endpoint.lastModifiedTime,
      EndpointStatus: endpoint.status,
    })),
    NextToken,
  };
};
