import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { VariantPropertyType } from '@aws-sdk/client-sagemaker';
import { ModelContainer } from './model-container.ts';
import {
  type EndpointConfigRecord,
  type EndpointRecord,
  epochSeconds,
  type ServedVariant,
} from './records.ts';
import { validationException } from './service-error.ts';
import type { StandInParts } from './stand-in.ts';
import { endpointEvent } from './state-change-event.ts';

/** Time that a change of weights alone takes: long enough for a poll to see Updating. */
const transitionMilliseconds = 150;
/** SageMaker's default of ContainerStartupHealthCheckTimeoutInSeconds is the instance's; ours is a laptop's. */
const startTimeoutSeconds = 120;
const invocationTimeoutSeconds = 60;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Runs endpoints: one model server per variant, kept while the variant stays the same. */
export class Endpoints {
  /** Running model servers by endpoint and generation. */
  readonly #containers = new Map<string, Map<string, ModelContainer>>();
  #closing = false;

  constructor(private readonly standIn: StandInParts) {}

  /** Brings back the endpoints that a restart interrupted. They are SystemUpdating until their model servers answer. */
  resume(): void {
    for (const endpoint of this.standIn.stores.endpoints.list()) {
      if (endpoint.status === 'Failed') continue;
      if (endpoint.status === 'Deleting') {
        this.standIn.stores.endpoints.delete(endpoint.name);
        continue;
      }
      const creating = endpoint.status === 'Creating';
      const resumed = this.#move(endpoint.name, {
        status: creating ? 'Creating' : 'SystemUpdating',
        pendingConfigName: undefined,
      });
      this.#background(endpoint.name, () =>
        this.#startAndServe(resumed.name, resumed.variants, { configName: resumed.configName }),
      );
    }
  }

  create(record: EndpointRecord): void {
    const { stores, faults } = this.standIn;
    stores.endpoints.put(record.name, record);
    this.standIn.events.send(endpointEvent(this.standIn.options, record));
    const fail = faults.take('endpointFailed');
    this.#background(record.name, async () => {
      if (fail) {
        await pause(transitionMilliseconds);
        this.#move(record.name, { status: 'Failed', failureReason: injected });
        return;
      }
      await this.#startAndServe(record.name, record.variants, { configName: record.configName });
    });
  }

  /**
   * Moves an endpoint to another config. Model servers of variants that stay the same go on; a
   * variant that cannot start takes the endpoint back to its old config.
   */
  update(
    name: string,
    config: EndpointConfigRecord,
    variants: readonly ServedVariant[],
    retained: ReadonlySet<VariantPropertyType>,
  ): void {
    const old = this.standIn.stores.endpoints.get(name)!;
    const next = variants.map((variant) => keepWhatStays(variant, old, retained));
    const { faults } = this.standIn;
    const fail = faults.take('endpointFailed');
    const silent = !fail && faults.take('silentRollback');
    const broken = !fail && !silent && faults.take('updateRollbackFailed');
    this.#move(name, {
      status: 'Updating',
      pendingConfigName: config.EndpointConfigName,
      failureReason: undefined,
    });
    this.#background(name, async () => {
      await pause(transitionMilliseconds);
      while (faults.plan.stuckUpdating > 0 && !this.#closing) await pause(transitionMilliseconds);
      if (fail) {
        this.#move(name, { status: 'Failed', failureReason: injected, pendingConfigName: undefined });
        return;
      }
      if (broken) {
        this.#move(name, {
          status: 'UpdateRollbackFailed',
          failureReason: injected,
          pendingConfigName: undefined,
        });
        return;
      }
      if (silent) {
        this.#move(name, { status: 'RollingBack' });
        await pause(transitionMilliseconds);
        this.#move(name, { status: 'InService', pendingConfigName: undefined });
        return;
      }
      await this.#startAndServe(name, next, {
        configName: config.EndpointConfigName,
        capture: config.DataCaptureConfig,
      });
    });
  }

  /** Changes weights and counts of variants; the model servers do not notice. */
  updateWeights(
    name: string,
    desired: ReadonlyMap<string, { readonly weight?: number; readonly instanceCount?: number }>,
  ): void {
    const endpoint = this.standIn.stores.endpoints.get(name)!;
    const variants = endpoint.variants.map((variant) => ({
      ...variant,
      desiredWeight: desired.get(variant.name)?.weight ?? variant.desiredWeight,
      desiredInstanceCount: desired.get(variant.name)?.instanceCount ?? variant.desiredInstanceCount,
    }));
    this.#move(name, { status: 'Updating', variants, failureReason: undefined });
    this.#background(name, async () => {
      await pause(transitionMilliseconds);
      this.#move(name, { status: 'InService', variants: variants.map(settled) });
    });
  }

  delete(name: string): void {
    this.#move(name, { status: 'Deleting' });
    this.#background(name, async () => {
      await pause(transitionMilliseconds);
      await this.#stopAll(name);
      this.standIn.stores.endpoints.delete(name);
    });
  }

  /** The model server of a variant, or undefined while it does not run. */
  containerOf(endpoint: string, variant: ServedVariant): ModelContainer | undefined {
    return this.#containers.get(endpoint)?.get(variant.generation);
  }

  /** Process ids of the running model servers, by `<endpoint>/<variant>`. */
  processes(): Record<string, number | undefined> {
    return Object.fromEntries(
      this.standIn.stores.endpoints.list().flatMap((endpoint) =>
        endpoint.variants.flatMap((variant) => {
          const container = this.containerOf(endpoint.name, variant);
          return container === undefined ? [] : [[`${endpoint.name}/${variant.name}`, container.pid]];
        }),
      ),
    );
  }

  /** Ends all model servers; the records stay as they are, for `resume`. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#containers.keys()].map((name) => this.#stopAll(name)));
  }

  /** Starts the variants that do not run yet, then serves with them, or goes back to what served before. */
  async #startAndServe(
    name: string,
    variants: readonly ServedVariant[],
    change: Pick<EndpointRecord, 'configName' | 'capture'>,
  ): Promise<void> {
    const running = this.#containers.get(name) ?? new Map<string, ModelContainer>();
    this.#containers.set(name, running);
    const started: ServedVariant[] = [];
    const results = await Promise.allSettled(
      variants.map(async (variant) => {
        if (running.has(variant.generation)) return;
        const container = await this.#start(name, variant);
        running.set(variant.generation, container);
        started.push(variant);
      }),
    );
    if (this.#closing) {
      await this.#stopAll(name);
      return;
    }
    const failed = results.findIndex(({ status }) => status === 'rejected');
    if (failed !== -1) {
      const reason = (results[failed] as PromiseRejectedResult).reason as Error;
      const failureReason = `The primary container for production variant ${variants[failed]!.name} did not pass the ping health check. Please check CloudWatch logs for this endpoint. (${reason.message})`;
      await Promise.all(started.map((variant) => this.#stopVariant(name, variant)));
      const serving = this.standIn.stores.endpoints.get(name)!;
      if (serving.status !== 'Updating') {
        this.#move(name, { status: 'Failed', failureReason });
        return;
      }
      this.#move(name, { status: 'RollingBack' });
      await pause(transitionMilliseconds);
      this.#move(name, { status: 'InService', pendingConfigName: undefined, failureReason });
      return;
    }
    const before = this.standIn.stores.endpoints.get(name)!;
    this.#move(name, {
      ...(change.capture === undefined && before.status !== 'Updating' ? {} : { capture: change.capture }),
      configName: change.configName,
      pendingConfigName: undefined,
      variants: variants.map(settled),
      status: 'InService',
    });
    const kept = new Set(variants.map(({ generation }) => generation));
    await Promise.all(
      before.variants
        .filter(({ generation }) => !kept.has(generation))
        .map((variant) => this.#stopVariant(name, variant)),
    );
  }

  #start(name: string, variant: ServedVariant): Promise<ModelContainer> {
    const { options, logs, faults } = this.standIn;
    return ModelContainer.start({
      python: options.python,
      directory: join(options.stateDirectory, 'endpoints', name, variant.generation),
      definition: variant.container,
      environment: { ...variant.container.Environment },
      region: options.region,
      log: {
        group: `/aws/sagemaker/Endpoints/${name}`,
        stream: `${variant.name}/${variant.generation}`,
        file: join(options.stateDirectory, 'logs', 'endpoints', `${name}-${variant.generation}.log`),
      },
      logs,
      startTimeoutSeconds: variant.startTimeoutSeconds,
      extraStartSeconds: faults.plan.slowStart,
      invocationTimeoutSeconds,
    });
  }

  async #stopVariant(name: string, { generation }: ServedVariant): Promise<void> {
    const container = this.#containers.get(name)?.get(generation);
    this.#containers.get(name)?.delete(generation);
    await container?.stop();
  }

  async #stopAll(name: string): Promise<void> {
    const containers = [...(this.#containers.get(name)?.values() ?? [])];
    this.#containers.delete(name);
    await Promise.all(containers.map((container) => container.stop()));
  }

  #background(name: string, work: () => Promise<void>): void {
    void work().catch((error: Error) => {
      console.error(`${new Date().toISOString()} Endpoint ${name}: ${error.stack}`);
      if (this.standIn.stores.endpoints.get(name) !== undefined) {
        this.#move(name, { status: 'Failed', failureReason: `InternalServerError: ${error.message}` });
      }
    });
  }

  #move(name: string, changes: Partial<EndpointRecord>): EndpointRecord {
    const { stores, events, options } = this.standIn;
    const old = stores.endpoints.get(name)!;
    const moved = stores.endpoints.put(name, { ...old, ...changes, lastModifiedTime: epochSeconds() });
    if (changes.status !== undefined && changes.status !== old.status)
      events.send(endpointEvent(options, moved));
    return moved;
  }
}

const injected = 'Request to service failed. If failure persists after retry, contact customer support.';

const settled = (variant: ServedVariant): ServedVariant => ({
  ...variant,
  weight: variant.desiredWeight,
  instanceCount: variant.desiredInstanceCount,
});

/** A new config's variant with what it keeps of the old: its model server when nothing else changed, and the retained properties. */
function keepWhatStays(
  variant: ServedVariant,
  endpoint: EndpointRecord,
  retained: ReadonlySet<VariantPropertyType>,
): ServedVariant {
  const old = endpoint.variants.find(({ name }) => name === variant.name);
  if (old === undefined) return variant;
  const same =
    old.model.ModelArn === variant.model.ModelArn &&
    old.model.CreationTime === variant.model.CreationTime &&
    old.instanceType === variant.instanceType;
  return {
    ...variant,
    generation: same ? old.generation : variant.generation,
    ...(retained.has('DesiredWeight') ? { weight: old.weight, desiredWeight: old.desiredWeight } : {}),
    ...(retained.has('DesiredInstanceCount')
      ? { instanceCount: old.instanceCount, desiredInstanceCount: old.desiredInstanceCount }
      : {}),
  };
}

/**
 * The variants of a config, ready to be served: with copies of their models.
 * @throws ServiceError when a model is gone
 */
export function variantsOf(
  config: EndpointConfigRecord,
  modelOf: (name: string) => ServedVariant['model'],
): ServedVariant[] {
  return config.ProductionVariants.map((variant) => {
    const name = variant.VariantName!;
    if (variant.ModelName === undefined) {
      throw validationException(
        `Production variant "${name}" has no model: the local stand-in knows no inference components`,
      );
    }
    const model = modelOf(variant.ModelName);
    const weight = variant.InitialVariantWeight ?? 1;
    const count = variant.InitialInstanceCount ?? 1;
    return {
      name,
      model,
      container: model.PrimaryContainer ?? model.Containers![0]!,
      instanceType: variant.InstanceType ?? 'serverless',
      instanceCount: count,
      desiredInstanceCount: count,
      weight,
      desiredWeight: weight,
      generation: `${name}-${randomUUID().slice(0, 8)}`,
      startTimeoutSeconds: variant.ContainerStartupHealthCheckTimeoutInSeconds ?? startTimeoutSeconds,
    };
  });
}
