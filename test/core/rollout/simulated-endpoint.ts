import { variantName } from '../../../core/names.ts';
import type { ServingRecord } from '../../../core/registry/records.ts';
import { abortRollout } from '../../../core/rollout/abort-rollout.ts';
import type { Action } from '../../../core/rollout/action.ts';
import { advance } from '../../../core/rollout/advance.ts';
import type { EndpointState, Observation } from '../../../core/rollout/observation.ts';
import { finalPhases, type Rollout } from '../../../core/rollout/rollout.ts';
import { startRollout } from '../../../core/rollout/start-rollout.ts';
import { takeLease } from '../../../core/rollout/take-lease.ts';
import type { VariantMetrics } from '../../../core/rollout/variant-metrics.ts';
import { plan } from './plan.ts';

/** How a version behaves once it serves. */
export interface Behaviour {
  /** Share of its requests that fail, in [0, 1]. */
  readonly errors?: number;
  readonly milliseconds?: number;
  readonly golden?: 'passes' | 'fails';
}

/** What goes wrong. */
export interface Faults {
  /** Kinds of action that the service accepts and quietly takes back. */
  readonly silentlyRolledBack?: readonly Action['kind'][];
  /** Kinds of action after which the endpoint has this status for good. */
  readonly endsIn?: { readonly action: Action['kind']; readonly status: string };
  /** Looks at the metrics that fail, from the first on. */
  readonly unreadableMetrics?: number;
  readonly unreadableEndpoint?: number;
  readonly missing?: readonly string[];
  /** Whether the service leaves out which image a variant runs. */
  readonly tellsNoImage?: boolean;
  /** Requests per second that callers send; 0: nobody calls. */
  readonly requestsPerSecond?: number;
}

/** What every variant of the simulated endpoint runs. */
export const imageDigest = `sha256:${'1'.repeat(64)}`;

/** An endpoint, its callers and its registry in memory: seconds pass when told to. */
export class SimulatedEndpoint {
  now = Date.parse('2013-05-01T12:00:00Z');
  serving: ServingRecord;
  endpoint: EndpointState | null;
  readonly actions: Action[] = [];
  readonly #counts = new Map<string, { requests: number; errors: number; milliseconds: number }>();
  #before: EndpointState | null = null;
  #unreadableMetrics: number;
  #unreadableEndpoint: number;

  constructor(
    live: number | null,
    lastKnownGood: number | null,
    readonly behaviours: Readonly<Record<string, Behaviour>>,
    readonly faults: Faults,
  ) {
    this.#unreadableMetrics = faults.unreadableMetrics ?? 0;
    this.#unreadableEndpoint = faults.unreadableEndpoint ?? 0;
    this.endpoint =
      live === null
        ? null
        : {
            status: 'InService',
            config: 'config-before',
            failureReason: null,
            variants: [{ variant: variantName(live), currentWeight: 1, desiredWeight: 1, imageDigest: null }],
          };
    this.serving = {
      kind: 'serving',
      model: 'flight-delay',
      endpoint: 'ballast-dev-flight-delay',
      live,
      lastKnownGood,
      endpointConfig: live === null ? null : 'config-before',
      fence: 4,
      lease: null,
      updatedAt: new Date(this.now).toISOString(),
    };
  }

  start(purpose: Rollout['purpose'], version: number | null, rolloutId = 'r1'): Rollout {
    return startRollout({
      model: 'flight-delay',
      rolloutId,
      purpose,
      endpoint: this.serving.endpoint,
      version,
      requestedBy: 'release',
      requestedFor: 'test',
      now: new Date(this.now),
    });
  }

  abort(rollout: Rollout): Rollout {
    const { next, actions } = abortRollout(rollout, 'told to stop', new Date(this.now));
    for (const action of actions) this.#apply(action, next);
    return next;
  }

  /** One call of the function: looks until it has to wait for something outside. */
  look(rollout: Rollout): Rollout {
    let current = rollout;
    let golden: Observation['golden'] = null;
    for (let looks = 0; looks < 20 && !finalPhases.has(current.phase); looks++) {
      const step = advance(current, this.#observe(current, golden), plan, new Date(this.now));
      golden = null;
      for (const action of step.actions) {
        this.actions.push(action);
        if (action.kind === 'run-golden') golden = this.#golden(action.variant);
        else this.#apply(action, step.next);
      }
      current = step.next;
      if (!step.again) break;
    }
    return current;
  }

  /** Looks and waits until the rollout has ended, at most `days`. */
  run(rollout: Rollout, until: (rollout: Rollout) => boolean = () => false, days = 3): Rollout {
    const deadline = this.now + days * 86_400_000;
    let current = rollout;
    while (!finalPhases.has(current.phase) && !until(current) && this.now < deadline) {
      current = this.look(current);
      this.pass(plan.pollInSeconds);
    }
    return current;
  }

  /** Seconds pass: updates settle, callers call. */
  pass(seconds: number): void {
    this.now += seconds * 1_000;
    const { endpoint } = this;
    if (endpoint?.status === 'Updating' || endpoint?.status === 'Creating') {
      this.endpoint = {
        ...endpoint,
        status: 'InService',
        variants: endpoint.variants.map((variant) => ({ ...variant, currentWeight: variant.desiredWeight })),
      };
    }
    if (this.endpoint?.status !== 'InService') return;
    const total = this.endpoint.variants.reduce((sum, { currentWeight }) => sum + currentWeight, 0);
    for (const { variant, currentWeight } of this.endpoint.variants) {
      const behaviour = this.behaviours[variant] ?? {};
      const requests = Math.round((currentWeight / total) * seconds * (this.faults.requestsPerSecond ?? 10));
      const counts = this.#counts.get(variant) ?? { requests: 0, errors: 0, milliseconds: 20 };
      this.#counts.set(variant, {
        requests: counts.requests + requests,
        errors: counts.errors + Math.round(requests * (behaviour.errors ?? 0)),
        milliseconds: behaviour.milliseconds ?? 20,
      });
    }
  }

  #observe(rollout: Rollout, golden: Observation['golden']): Observation {
    let lease: Observation['lease'] = 'busy';
    const outdated = rollout.fence !== null && rollout.fence !== this.serving.fence;
    if (outdated) lease = 'outdated';
    else if (rollout.version !== null) {
      const taken = takeLease(this.serving, rollout, plan.leaseInSeconds, new Date(this.now));
      if (taken !== null) {
        this.serving = taken;
        lease = 'held';
      }
    }
    const variants = [rollout.version, this.serving.live].filter((version) => version !== null);
    return {
      lease,
      serving: this.serving,
      endpoint: this.#unreadableEndpoint-- > 0 ? { unreadable: 'timed out' } : this.endpoint,
      metrics:
        rollout.phase !== 'stepping'
          ? null
          : this.#unreadableMetrics-- > 0
            ? { unreadable: 'timed out' }
            : Object.fromEntries(
                [...this.#counts.keys()].map((variant) => [variant, this.#metrics(variant)]),
              ),
      golden,
      preflight:
        rollout.phase === 'preparing' && lease === 'held'
          ? {
              problems: this.faults.missing ?? [],
              sagemakerModels: Object.fromEntries(
                variants.map((version) => [variantName(version), `model-${version}`]),
              ),
            }
          : null,
    };
  }

  #metrics(variant: string): VariantMetrics {
    const { requests, errors, milliseconds } = this.#counts.get(variant)!;
    const all = {
      p10: milliseconds,
      p25: milliseconds,
      p50: milliseconds,
      p75: milliseconds,
      p90: milliseconds,
    };
    return { requests, errors, latency: requests === 0 ? [] : [{ requests, ...all }] };
  }

  #golden(variant: string): NonNullable<Observation['golden']> {
    const present = this.endpoint?.variants.some((known) => known.variant === variant) ?? false;
    const passed =
      present && this.endpoint?.status === 'InService' && this.behaviours[variant]?.golden !== 'fails';
    const reason = passed ? 'as expected' : 'expected 0.3, received ModelError';
    return [{ name: 'evening', variant, probability: 0.3, milliseconds: 20, calls: 5, passed, reason }];
  }

  #apply(action: Action, next: Rollout): void {
    const { faults } = this;
    const isEndpointAction =
      action.kind === 'create-endpoint' || action.kind === 'update-endpoint' || action.kind === 'set-weights';
    if (isEndpointAction) {
      if (this.endpoint !== null && this.endpoint.status !== 'InService') {
        throw new Error(`The service refuses ${action.kind} while the endpoint is ${this.endpoint.status}`);
      }
      this.#before = this.endpoint;
    }
    switch (action.kind) {
      case 'create-endpoint':
      case 'update-endpoint': {
        const kept = action.kind === 'update-endpoint' && action.retainWeights ? this.endpoint?.variants : [];
        this.endpoint = {
          status: action.kind === 'create-endpoint' ? 'Creating' : 'Updating',
          config: action.shape.config,
          failureReason: null,
          variants: action.shape.variants.map(({ variant, weight }) => {
            const desiredWeight = kept?.find((known) => known.variant === variant)?.desiredWeight ?? weight;
            return {
              variant,
              currentWeight: 0,
              desiredWeight,
              imageDigest: faults.tellsNoImage ? null : imageDigest,
            };
          }),
        };
        break;
      }
      case 'set-weights':
        this.endpoint = {
          ...this.endpoint!,
          status: 'Updating',
          variants: this.endpoint!.variants.map((variant) => ({
            ...variant,
            desiredWeight:
              action.weights.find((weight) => weight.variant === variant.variant)?.weight ??
              variant.desiredWeight,
          })),
        };
        break;
      case 'record-serving':
        this.serving = {
          ...this.serving,
          live: action.live,
          lastKnownGood: action.lastKnownGood,
          endpointConfig: action.config,
          lease: null,
        };
        break;
      case 'release-lease':
        if (this.serving.lease?.rolloutId === next.rolloutId) this.serving = { ...this.serving, lease: null };
        break;
    }
    if (!isEndpointAction) return;
    if (faults.silentlyRolledBack?.includes(action.kind)) this.endpoint = this.#before;
    if (faults.endsIn?.action === action.kind && this.endpoint !== null) {
      this.endpoint = { ...this.endpoint, status: faults.endsIn.status, failureReason: 'out of capacity' };
    }
  }
}
