import type { DatasetVersionRecord, MaterialisationRecord } from '../../records.ts';
import type { Change, EmissionContext } from './change.ts';
import { tableDataset } from './datasets.ts';
import { describeJob, producerOf } from './describe-job.ts';
import { facet } from './facet.ts';
import type { RunEvent } from './run-event.ts';

const job = (context: EmissionContext, dataset: string, version: number) =>
  describeJob(context, {
    kind: 'materialisation',
    subject: dataset,
    run: String(version),
    commit: context.codeCommit,
    owner: context.contractOf(dataset)?.owner,
  });

/** A new version of a dataset that views read is to be materialised: START. */
export function materialisationStarts(
  { before, after }: Change<DatasetVersionRecord>,
  context: EmissionContext,
): RunEvent[] {
  if (before !== null || !context.hasViews(after.dataset)) return [];
  const event = job(context, after.dataset, after.version);
  return [event('START', after.createdAt, { inputs: [tableDataset(context, after.dataset, after.version)] })];
}

/** The online features have come to a version: COMPLETE, and ABORT for the versions that were overtaken. */
export function materialisationEnds(
  { before, after }: Change<MaterialisationRecord>,
  context: EmissionContext,
): RunEvent[] {
  const { dataset, version, vectors, at } = after;
  if (before?.version === version) return [];
  const producer = producerOf(context);
  const input = tableDataset(context, dataset, version);
  const output = {
    namespace: `dynamodb://${context.table}`,
    name: `features/${dataset}`,
    facets: facet(producer, 'version', { datasetVersion: String(version) }),
    outputFacets: facet(producer, 'outputStatistics', { rowCount: vectors }),
  };
  const overtaken: RunEvent[] = [];
  const first = Math.max((before?.version ?? -1) + 1, version - mostOvertaken);
  for (let skipped = first; skipped < version; skipped++) {
    const failure = { message: `Version ${version} came before version ${skipped} was materialised.` };
    overtaken.push(job(context, dataset, skipped)('ABORT', at, { failure }));
  }
  const complete = job(context, dataset, version)('COMPLETE', at, { inputs: [input], outputs: [output] });
  return [...overtaken, complete];
}

/** A first materialisation long after a dataset's first version tells of no more than these. */
const mostOvertaken = 100;
