import { join } from 'node:path';
import { DataCapture } from './data-capture.ts';
import { Endpoints } from './endpoints.ts';
import { EventDelivery } from './event-delivery.ts';
import { Faults } from './faults.ts';
import { InvocationMetrics } from './invocation-metrics.ts';
import { LogSink } from './log-sink.ts';
import type { Options } from './options.ts';
import { ProcessingJobs } from './processing-jobs.ts';
import { seededRandom } from './random.ts';
import type {
  EndpointConfigRecord,
  EndpointRecord,
  ModelRecord,
  ProcessingJobRecord,
  TagsRecord,
  TrainingJobRecord,
  TransformJobRecord,
} from './records.ts';
import { loadServiceModel, type ServiceModel } from './service-model.ts';
import { Store } from './store.ts';
import { TrainingJobs } from './training-jobs.ts';
import { TransformJobs } from './transform-jobs.ts';

/** Everything that an operation works with. */
export interface StandIn {
  readonly options: Options;
  readonly model: ServiceModel;
  readonly faults: Faults;
  readonly random: () => number;
  readonly logs: LogSink;
  readonly events: EventDelivery;
  readonly capture: DataCapture;
  readonly metrics: InvocationMetrics;
  readonly stores: {
    readonly trainingJobs: Store<TrainingJobRecord>;
    readonly transformJobs: Store<TransformJobRecord>;
    readonly processingJobs: Store<ProcessingJobRecord>;
    readonly models: Store<ModelRecord>;
    readonly endpointConfigs: Store<EndpointConfigRecord>;
    readonly endpoints: Store<EndpointRecord>;
    readonly tags: Store<TagsRecord>;
  };
  readonly trainingJobs: TrainingJobs;
  readonly transformJobs: TransformJobs;
  readonly processingJobs: ProcessingJobs;
  readonly endpoints: Endpoints;
  /** Writes all that waits to be written: captured data, metrics, logs, events. */
  flush(): Promise<void>;
}

export function createStandIn(options: Options): StandIn {
  const complain = (message: string) => console.error(`${new Date().toISOString()} ${message}`);
  const store = <T>(kind: string) => new Store<T>(join(options.stateDirectory, 'state', kind));
  const logs = new LogSink(complain);
  const events = new EventDelivery(complain);
  const capture = new DataCapture(complain);
  const metrics = new InvocationMetrics(complain);
  const parts = {
    options,
    model: loadServiceModel(options.serviceModelFile),
    faults: new Faults(),
    random: seededRandom(options.seed),
    logs,
    events,
    capture,
    metrics,
    stores: {
      trainingJobs: store<TrainingJobRecord>('training-jobs'),
      transformJobs: store<TransformJobRecord>('transform-jobs'),
      processingJobs: store<ProcessingJobRecord>('processing-jobs'),
      models: store<ModelRecord>('models'),
      endpointConfigs: store<EndpointConfigRecord>('endpoint-configs'),
      endpoints: store<EndpointRecord>('endpoints'),
      tags: store<TagsRecord>('tags'),
    },
    async flush() {
      await Promise.all([capture.flush(), metrics.flush(), logs.flush(), events.idle()]);
    },
  };
  return {
    ...parts,
    trainingJobs: new TrainingJobs(parts),
    transformJobs: new TransformJobs(parts),
    processingJobs: new ProcessingJobs(parts),
    endpoints: new Endpoints(parts),
  };
}

/** What the runners of jobs and endpoints need of the stand-in: all but each other. */
export type StandInParts = Omit<StandIn, 'trainingJobs' | 'transformJobs' | 'processingJobs' | 'endpoints'>;
