import type { DriftCauseRecord } from '../drift/report.ts';
import type {
  ModelVersionRecord,
  PageRecord,
  PinRecord,
  RunRecord,
  UploadRecord,
} from '../registry/records.ts';
import type { VersionReference } from './plan-retention.ts';

/** How long a page counts as an open incident: nobody closes a page. */
export const incidentDays = 30;

const dayInMilliseconds = 86_400_000;

/** Everything in the registry that needs a version of one dataset. */
export function listReferences(request: {
  readonly dataset: string;
  readonly models: readonly ModelVersionRecord[];
  readonly runs: readonly RunRecord[];
  readonly causes: readonly DriftCauseRecord[];
  readonly pages: readonly PageRecord[];
  readonly uploads: readonly UploadRecord[];
  readonly pins: readonly PinRecord[];
  readonly now: Date;
}): VersionReference[] {
  const { dataset, models, runs, causes, pages, uploads, pins, now } = request;
  const references: VersionReference[] = [];
  const add = (kind: VersionReference['kind'], version: number | undefined, by: string): void => {
    if (version !== undefined) references.push({ kind, version, by });
  };
  for (const { model, version, datasets } of models) add('model', datasets[dataset], `${model}@${version}`);
  for (const { status, runId, datasets } of runs) {
    if (status === 'running' || status === 'waiting-for-approval') add('run', datasets[dataset], runId);
  }
  for (const cause of causes) {
    const learned = models.find(({ model, version }) => model === cause.model && version === cause.version);
    add('incident', learned?.datasets[dataset], `drift of ${cause.model}@${cause.version}`);
  }
  const byPage = new Map(uploads.map((upload) => [`upload-${upload.uploadId}`, upload]));
  for (const { pageId, at, title } of pages) {
    const isOpen = now.getTime() - Date.parse(at) < incidentDays * dayInMilliseconds;
    if (isOpen) add('incident', byPage.get(pageId)?.datasetVersion, `page '${title}'`);
  }
  for (const { version, reason, by } of pins) add('pin', version, `by ${by}: ${reason}`);
  return references;
}
