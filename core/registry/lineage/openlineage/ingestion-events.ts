import { describeRules } from '../../../contracts/describe-rules.ts';
import type { UploadRecord } from '../../records.ts';
import type { Change, EmissionContext } from './change.ts';
import { s3Dataset, tableDataset } from './datasets.ts';
import { describeJob, producerOf } from './describe-job.ts';
import { facet } from './facet.ts';
import { later } from './later.ts';
import type { Facets, OpenLineageDataset, RunEvent } from './run-event.ts';

/**
 * An upload on its way to a dataset version: START when it is claimed; COMPLETE when it became a version or was there
 * already; FAIL when it was rejected; ABORT when it was superseded or vanished. What a backfill makes of it later is
 * told of the backfill: an ingestion ends once.
 */
export function ingestionEvents(change: Change<UploadRecord>, context: EmissionContext): RunEvent[] {
  const { before, after, at } = change;
  const contract = context.contractOf(after.dataset);
  const event = describeJob(context, {
    kind: 'ingestion',
    subject: after.dataset,
    run: after.uploadId,
    commit: context.codeCommit,
    owner: contract?.owner,
  });
  const source = s3Dataset(context, after.bucket, after.key, {
    ...facet(producerOf(context), 'version', { datasetVersion: after.versionId }),
  });
  const started =
    before === null
      ? [
          event('START', after.receivedAt, {
            inputs: [source],
            outputs: [tableDataset(context, after.dataset, null)],
          }),
        ]
      : [];
  const wasOpen = before === null || before.status === 'checking';
  if (!wasOpen || after.status === 'checking') return started;
  const end = later(after.receivedAt, at);
  const inputs = [{ ...source, inputFacets: checkFacets(after, context) }];
  if (after.status === 'accepted' || after.status === 'unchanged') {
    return [...started, event('COMPLETE', end, { inputs, outputs: [outputOf(after, context)] })];
  }
  const type = after.status === 'rejected' ? 'FAIL' : 'ABORT';
  const failure = { message: after.reason ?? after.status };
  return [...started, event(type, end, { inputs, failure })];
}

/** The contract's rules as assertions, and how many rows the file had. */
function checkFacets({ dataset, verdict, bytes }: UploadRecord, context: EmissionContext): Facets {
  const producer = producerOf(context);
  const contract = context.contractOf(dataset);
  if (verdict === undefined || contract === null) return {};
  const broken = { ...verdict.byRule, ...('warnings' in verdict ? verdict.warnings : {}) };
  const rules = describeRules(contract);
  const assertions = [...rules].map(([assertion, { column, expected }]) => {
    const count = broken[assertion] ?? 0;
    return {
      assertion,
      success: count === 0,
      ...(column === undefined ? {} : { column }),
      expected,
      ...(count === 0 ? {} : { actual: `broken ${count} times` }),
    };
  });
  // What no rule of the contract names: a file that could not be read at all.
  const further = Object.keys(broken)
    .filter((rule) => !rules.has(rule))
    .map((assertion) => ({ assertion, success: false, actual: `broken ${broken[assertion]} times` }));
  const rows = verdict.status === 'accepted' ? { rowCount: verdict.rows + verdict.quarantinedRows } : {};
  return {
    ...facet(producer, 'dataQualityAssertions', { assertions: [...assertions, ...further] }),
    ...facet(producer, 'dataQualityMetrics', { ...rows, bytes, fileCount: 1, columnMetrics: {} }),
  };
}

/** The table at the version, each column made of the file's column of the same name. */
function outputOf(upload: UploadRecord, context: EmissionContext): OpenLineageDataset {
  const { dataset, datasetVersion, verdict, status, bucket, key } = upload;
  const producer = producerOf(context);
  const table = tableDataset(context, dataset, datasetVersion ?? null);
  const contract = context.contractOf(dataset);
  const fields = contract?.columns.map(({ name }) => {
    const transformations = [{ type: 'DIRECT', subtype: 'IDENTITY' }];
    return [
      name,
      { inputFields: [{ namespace: `s3://${bucket}`, name: key, field: name, transformations }] },
    ];
  });
  const rows = status === 'accepted' && verdict?.status === 'accepted' ? { rowCount: verdict.rows } : null;
  return {
    ...table,
    facets: {
      ...table.facets,
      ...facet(
        producer,
        'columnLineage',
        fields === undefined ? null : { fields: Object.fromEntries(fields) },
      ),
    },
    outputFacets: facet(producer, 'outputStatistics', rows),
  };
}
