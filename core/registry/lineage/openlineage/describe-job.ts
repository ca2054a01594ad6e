import { stackName } from '../../../names.ts';
import type { EmissionContext } from './change.ts';
import { facet } from './facet.ts';
import { type Facets, type OpenLineageDataset, type RunEvent, runEventSchema } from './run-event.ts';
import { runUuid } from './run-uuid.ts';

/** Kinds of the runs of the release machine: of a release, and of a reproduction, each with its parts. */
export const runJobs = {
  release: { whole: 'release', features: 'features', training: 'training' },
  reproduction: {
    whole: 'reproduction',
    features: 'reproduction-features',
    training: 'reproduction-training',
  },
} as const;

export const jobKinds = [
  'ingestion',
  'backfill',
  'materialisation',
  ...Object.values(runJobs.release),
  ...Object.values(runJobs.reproduction),
] as const;

/** What a job does; its full name is `<kind>.<dataset or model>`. */
export type JobKind = (typeof jobKinds)[number];

/** Version of the DuckDB that package.json pins; a test holds them equal. */
export const duckdbVersion = '1.5.6';

export interface JobDescription {
  readonly kind: JobKind;
  /** The dataset or the model. */
  readonly subject: string;
  /** Our own id of the run, unique within the job. */
  readonly run: string;
  /** Commit of the code that ran. */
  readonly commit: string;
  /** Where that code lies, if it is known. */
  readonly codeUrl?: string;
  readonly owner?: string;
  /** The release or reproduction that the run is part of. */
  readonly parent?: { readonly kind: JobKind; readonly subject: string; readonly run: string };
}

/** URI of the code that emits, as OpenLineage's `producer`. */
export const producerOf = (context: EmissionContext): string =>
  `urn:ballast:${encodeURIComponent(context.codeCommit)}`;

const reference = (context: EmissionContext, kind: JobKind, subject: string, run: string) => {
  const name = `${kind}.${subject}`;
  return {
    job: { namespace: stackName(context.environment), name },
    run: { runId: runUuid(context.environment, name, run) },
  };
};

/** Makes the events of one run of a job: what they have in common is said here. */
export function describeJob(context: EmissionContext, description: JobDescription) {
  const { kind, subject, run, commit, parent, owner } = description;
  const producer = producerOf(context);
  const own = reference(context, kind, subject, run);
  const engine = engineOf(kind, context);
  const jobFacets: Facets = {
    ...facet(producer, 'jobType', {
      processingType: 'BATCH',
      integration: 'BALLAST',
      jobType: kind.toUpperCase(),
    }),
    ...facet(producer, 'sourceCodeLocation', {
      type: 'git',
      url: description.codeUrl ?? `urn:git:commit:${encodeURIComponent(commit)}`,
      version: commit,
    }),
    ...facet(
      producer,
      'ownership',
      owner === undefined ? null : { owners: [{ name: owner, type: 'OWNER' }] },
    ),
  };
  const runFacets: Facets = {
    ...facet(producer, 'processing_engine', engine),
    ...facet(
      producer,
      'parent',
      parent === undefined ? null : reference(context, parent.kind, parent.subject, parent.run),
    ),
  };
  return (
    eventType: RunEvent['eventType'],
    eventTime: string,
    said: {
      readonly inputs?: readonly OpenLineageDataset[];
      readonly outputs?: readonly OpenLineageDataset[];
      /** Why it failed, and the last lines of the log. */
      readonly failure?: { readonly message: string; readonly log?: readonly string[] };
    } = {},
  ): RunEvent => ({
    eventType,
    eventTime,
    producer,
    schemaURL: runEventSchema,
    run: {
      ...own.run,
      facets: {
        ...runFacets,
        ...facet(producer, 'errorMessage', said.failure ? errorOf(said.failure) : null),
      },
    },
    job: { ...own.job, facets: jobFacets },
    inputs: said.inputs ?? [],
    outputs: said.outputs ?? [],
  });
}

function engineOf(kind: JobKind, { image }: EmissionContext) {
  switch (kind) {
    case 'training':
    case 'reproduction-training':
      return { name: 'SageMaker', version: image.split('/').at(-1)! };
    case 'release':
    case 'reproduction':
      return null;
    default:
      return { name: 'DuckDB', version: duckdbVersion };
  }
}

const errorOf = ({ message, log }: { readonly message: string; readonly log?: readonly string[] }) => ({
  message,
  programmingLanguage: 'en',
  ...(log === undefined || log.length === 0 ? {} : { stackTrace: log.join('\n') }),
});
