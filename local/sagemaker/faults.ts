import { ServiceError } from './service-error.ts';

/** Failures of the real service, on demand. A number is how many times the failure is still to come. */
export interface FaultPlan {
  /** UpdateEndpoint ends InService on the old config, with an empty FailureReason. */
  readonly silentRollback: number;
  /** CreateEndpoint or UpdateEndpoint ends Failed. */
  readonly endpointFailed: number;
  /** UpdateEndpoint ends UpdateRollbackFailed. */
  readonly updateRollbackFailed: number;
  /** UpdateEndpoint stays Updating until this is set back to 0. */
  readonly stuckUpdating: number;
  /** Seconds that each container takes longer to start. */
  readonly slowStart: number;
  /** A training or processing job ends Failed for want of capacity. */
  readonly capacityError: number;
  /** A call of the SageMaker API is refused as throttled. */
  readonly throttling: number;
  /** A call of InvokeEndpoint is refused as throttled. */
  readonly runtimeThrottling: number;
}

const none: FaultPlan = {
  silentRollback: 0,
  endpointFailed: 0,
  updateRollbackFailed: 0,
  stuckUpdating: 0,
  slowStart: 0,
  capacityError: 0,
  throttling: 0,
  runtimeThrottling: 0,
};

export class Faults {
  #plan: FaultPlan = none;

  get plan(): FaultPlan {
    return this.#plan;
  }

  /**
   * Changes the faults that are named and leaves the others.
   * @throws ServiceError for a name that is no fault or a value that is no count
   */
  set(changes: unknown): FaultPlan {
    const next: Record<string, number> = { ...this.#plan };
    for (const [name, value] of Object.entries((changes ?? {}) as Record<string, unknown>)) {
      if (!(name in none)) {
        throw new ServiceError(
          'UnknownFault',
          `'${name}' is no fault; there are ${Object.keys(none).join(', ')}`,
        );
      }
      const count = value === true ? 1 : value === false ? 0 : value;
      if (typeof count !== 'number' || !(count >= 0)) {
        throw new ServiceError(
          'InvalidFault',
          `Fault '${name}' takes a number from 0, not ${JSON.stringify(value)}`,
        );
      }
      next[name] = count;
    }
    this.#plan = next as unknown as FaultPlan;
    return this.#plan;
  }

  /** Whether the fault strikes now; it then has one time less to come. */
  take(name: Exclude<keyof FaultPlan, 'slowStart' | 'stuckUpdating'>): boolean {
    if (this.#plan[name] <= 0) return false;
    this.#plan = { ...this.#plan, [name]: this.#plan[name] - 1 };
    return true;
  }
}
