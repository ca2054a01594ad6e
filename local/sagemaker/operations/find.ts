import { arnOf } from '../arn.ts';
import type { EndpointConfigRecord, EndpointRecord, ModelRecord } from '../records.ts';
import { validationException } from '../service-error.ts';
import type { StandIn } from '../stand-in.ts';

/** @throws ServiceError ValidationException when there is no such model */
export function findModel({ stores, options }: StandIn, name: string): ModelRecord {
  const model = stores.models.get(name);
  if (model === undefined) {
    throw validationException(`Could not find model "${arnOf(options, 'model', name)}".`);
  }
  return model;
}

/** @throws ServiceError ValidationException when there is no such endpoint config */
export function findEndpointConfig({ stores, options }: StandIn, name: string): EndpointConfigRecord {
  const config = stores.endpointConfigs.get(name);
  if (config === undefined) {
    throw validationException(
      `Could not find endpoint configuration "${arnOf(options, 'endpoint-config', name)}".`,
    );
  }
  return config;
}

/** @throws ServiceError ValidationException when there is no such endpoint */
export function findEndpoint({ stores, options }: StandIn, name: string): EndpointRecord {
  const endpoint = stores.endpoints.get(name);
  if (endpoint === undefined) {
    throw validationException(`Could not find endpoint "${arnOf(options, 'endpoint', name)}".`);
  }
  return endpoint;
}

/**
 * Refuses to change an endpoint that is changing, or that has failed.
 * @throws ServiceError ValidationException
 */
export function refuseUnlessSettled(endpoint: EndpointRecord): void {
  if (endpoint.status === 'InService' || endpoint.status === 'UpdateRollbackFailed') return;
  if (endpoint.status === 'Failed' || endpoint.status === 'OutOfService') {
    throw validationException(
      `Cannot update endpoint "${endpoint.arn}" in status ${endpoint.status}: DeleteEndpoint is the only operation that can be performed on it.`,
    );
  }
  throw validationException(`Cannot update in-progress endpoint "${endpoint.arn}".`);
}
