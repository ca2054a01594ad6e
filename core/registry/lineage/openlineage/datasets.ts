import type { Contract } from '../../../contracts/contract.ts';
import { dataPrefix } from '../../../names.ts';
import type { EmissionContext } from './change.ts';
import { producerOf } from './describe-job.ts';
import { facet } from './facet.ts';
import type { Facets, OpenLineageDataset } from './run-event.ts';

const path = (key: string): string => key.replace(/^\/+|\/+$/g, '');

/** An object or a folder of a bucket, by OpenLineage's naming: namespace `s3://<bucket>`, name the path. */
export function s3Dataset(
  context: EmissionContext,
  bucket: string,
  key: string,
  facets: Facets = {},
): OpenLineageDataset {
  const source = { name: `s3://${bucket}`, uri: `s3://${bucket}` };
  return {
    namespace: `s3://${bucket}`,
    name: path(key),
    facets: { ...facet(producerOf(context), 'dataSource', source), ...facets },
  };
}

/** A dataset's Delta table at a version; without a version, the table. */
export function tableDataset(
  context: EmissionContext,
  dataset: string,
  version: number | null,
): OpenLineageDataset {
  const producer = producerOf(context);
  const contract = context.contractOf(dataset);
  return s3Dataset(context, context.dataBucket, dataPrefix.table(dataset), {
    ...facet(producer, 'schema', contract && { fields: contractFields(contract) }),
    ...facet(producer, 'version', version === null ? null : { datasetVersion: String(version) }),
  });
}

const contractFields = (contract: Contract) =>
  contract.columns.map(({ name, type, description }) => ({ name, type, description }));
