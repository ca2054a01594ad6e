import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../../core/rollout/action.ts';
import { advance } from '../../../core/rollout/advance.ts';
import type { Observation } from '../../../core/rollout/observation.ts';
import { finalPhases, type Rollout } from '../../../core/rollout/rollout.ts';
import cases from '../../cases/rollout/advance.json' with { type: 'json' };
import { plan } from './plan.ts';
import { type Behaviour, type Faults, imageDigest, SimulatedEndpoint } from './simulated-endpoint.ts';

interface Case {
  readonly case: string;
  readonly before: { readonly live: number | null; readonly lastKnownGood: number | null };
  readonly release?: number;
  readonly rollback?: number | null;
  readonly behaviours?: Readonly<Record<string, Behaviour>>;
  readonly faults?: Faults;
  readonly after: {
    readonly phase: string;
    readonly live: number | null;
    readonly lastKnownGood: number | null;
    readonly serves: readonly string[];
    readonly pages: readonly string[];
    readonly reason?: string;
  };
}

const pagesOf = (actions: readonly Action[]): string[] => [
  ...new Set(
    actions.flatMap((action) => (action.kind === 'page' ? [`${action.severity} ${action.topic}`] : [])),
  ),
];
const weightOf = (world: SimulatedEndpoint, variant: string): number | undefined =>
  world.endpoint?.variants.find((known) => known.variant === variant)?.desiredWeight;

describe('advance', () => {
  it.each(cases as unknown as Case[])(
    '$case',
    ({ before, behaviours = {}, faults = {}, after, ...asked }) => {
      const world = new SimulatedEndpoint(before.live, before.lastKnownGood, behaviours, faults);
      const rollout = world.run(
        asked.release === undefined
          ? world.start('rollback', asked.rollback ?? null)
          : world.start('release', asked.release),
      );
      expect({
        phase: rollout.phase,
        live: world.serving.live,
        lastKnownGood: world.serving.lastKnownGood,
        serves: world.endpoint?.variants.map(({ variant }) => variant),
        pages: pagesOf(world.actions),
      }).toEqual({
        phase: after.phase,
        live: after.live,
        lastKnownGood: after.lastKnownGood,
        serves: after.serves,
        pages: after.pages,
      });
      if (after.reason !== undefined) expect(rollout.reason).toContain(after.reason);
      expect(world.serving.lease).toBeNull();
    },
  );

  it('gives the candidate 10, 50, then 100 % of the callers, and each step at least its bake', () => {
    const world = new SimulatedEndpoint(1, null, {}, {});
    const seen: number[] = [];
    let rollout = world.start('release', 2);
    while (!finalPhases.has(rollout.phase)) {
      rollout = world.run(rollout, ({ weight }) => weight !== seen.at(-1));
      seen.push(rollout.weight);
    }
    expect([...new Set(seen)]).toEqual([0, 10, 50, 100]);
    const steps = rollout.story.filter(({ phase }) => phase === 'stepping' || phase === 'promoting');
    for (let index = 1; index < steps.length; index++) {
      const seconds = (Date.parse(steps[index]!.at) - Date.parse(steps[index - 1]!.at)) / 1_000;
      expect(seconds).toBeGreaterThanOrEqual(plan.bakeInSeconds);
    }
  });

  it('records by which image the candidate serves, once it is up, and nothing where it is not told', () => {
    for (const live of [null, 2]) {
      const world = new SimulatedEndpoint(live, null, {}, {});
      world.run(world.start('release', 3));
      expect(world.actions.filter(({ kind }) => kind === 'record-image')).toEqual([
        { kind: 'record-image', version: 3, digest: imageDigest },
      ]);
    }
    const silent = new SimulatedEndpoint(2, null, {}, { tellsNoImage: true });
    expect(silent.run(silent.start('release', 3)).phase).toBe('promoted');
    expect(silent.actions.filter(({ kind }) => kind === 'record-image')).toEqual([]);
  });

  it('takes a bad candidate off the callers by weight before anything that takes minutes', () => {
    const world = new SimulatedEndpoint(2, 1, { v3: { errors: 0.5 } }, {});
    const withdrawn = world.run(world.start('release', 3), ({ phase }) => phase === 'rolling-back');
    expect(withdrawn.phase).toBe('rolling-back');
    expect(weightOf(world, 'v3')).toBe(0);
    expect(weightOf(world, 'v2')).toBe(1);
    const rest = world.actions.map(({ kind }) => kind).lastIndexOf('set-weights');
    world.run(withdrawn);
    expect(world.actions.slice(rest + 1).map(({ kind }) => kind)).toEqual([
      'page',
      'update-endpoint',
      'run-golden',
      'record-serving',
      'page',
    ]);
  });

  it('lets a rollback by hand win over a running step, and the running rollout keeps its hands off', () => {
    const world = new SimulatedEndpoint(2, 1, {}, {});
    const canary = world.run(world.start('release', 3), ({ weight }) => weight === 50);
    world.pass(plan.pollInSeconds);
    const byHand = world.look(world.start('rollback', 2, 'r2'));
    expect(weightOf(world, 'v3')).toBe(0);
    const before = world.actions.length;
    expect(world.look(canary)).toMatchObject({ phase: 'superseded' });
    expect(world.actions).toHaveLength(before);
    expect(world.run(byHand).phase).toBe('rolled-back');
    expect(world.endpoint?.variants.map(({ variant }) => variant)).toEqual(['v2']);
    expect(world.serving).toMatchObject({ live: 2, lastKnownGood: 2, fence: 6, lease: null });
  });

  it('makes a second release wait for the first', () => {
    const world = new SimulatedEndpoint(2, 1, {}, {});
    const first = world.run(world.start('release', 3), ({ weight }) => weight === 10);
    const second = world.look(world.start('release', 4, 'r2'));
    expect(second).toMatchObject({ phase: 'preparing', reason: expect.stringContaining("'r1'") });
    expect(world.run(first).phase).toBe('promoted');
    expect(world.run(second)).toMatchObject({ phase: 'promoted', baseline: 3 });
    expect(world.serving).toMatchObject({ live: 4, lastKnownGood: 3 });
  });

  it('goes back when it is told to stop, from any phase that touched the endpoint', () => {
    for (const phase of ['joining', 'stepping', 'promoting']) {
      const world = new SimulatedEndpoint(2, 1, {}, {});
      const reached = world.run(world.start('release', 3), (rollout) => rollout.phase === phase);
      const ended = world.run(world.abort(reached));
      expect(ended, phase).toMatchObject({ phase: 'failed', withdrawal: { reason: 'told to stop' } });
      expect(world.endpoint?.variants.map(({ variant }) => variant)).toEqual(['v2']);
      expect(world.serving).toMatchObject({ live: 2, lease: null });
    }
  });

  it('sees what was done before a crash and does not do it twice', () => {
    const world = new SimulatedEndpoint(2, 1, {}, {});
    const preparing = world.start('release', 3);
    world.look(preparing);
    expect(world.actions.map(({ kind }) => kind)).toEqual(['update-endpoint']);
    world.pass(plan.pollInSeconds);
    // The look that asked for the update was never stored: the rollout is where it began.
    world.look(preparing);
    expect(world.actions.filter(({ kind }) => kind === 'update-endpoint')).toHaveLength(1);
  });

  it('always ends, never promotes without enough requests, and always ends where it may', () => {
    const kinds = fc.constantFrom<Action['kind']>('create-endpoint', 'update-endpoint', 'set-weights');
    const behaviour = fc.record({
      errors: fc.constantFrom(0, 0.02, 0.2, 1),
      milliseconds: fc.constantFrom(20, 45, 500),
      golden: fc.constantFrom<'passes' | 'fails'>('passes', 'passes', 'fails'),
    });
    const faults = fc.record(
      {
        silentlyRolledBack: fc.array(kinds, { maxLength: 2 }),
        endsIn: fc.record({
          action: kinds,
          status: fc.constantFrom('Failed', 'UpdateRollbackFailed', 'SystemUpdating', 'OutOfService'),
        }),
        unreadableMetrics: fc.nat(12),
        unreadableEndpoint: fc.nat(12),
        requestsPerSecond: fc.constantFrom(0, 0.05, 1, 50),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.option(fc.constant(2)),
        fc.constantFrom<'release' | 'rollback'>('release', 'rollback'),
        behaviour,
        behaviour,
        faults,
        (live, purpose, old, candidate, broken) => {
          const world = new SimulatedEndpoint(
            live,
            live === null ? null : 1,
            { v2: old, v3: candidate },
            broken,
          );
          const version = purpose === 'release' ? 3 : live === null ? null : 1;
          const ended = world.run(world.start(purpose, version));
          expect(finalPhases.has(ended.phase)).toBe(true);
          expect(world.serving.lease).toBeNull();
          if (ended.phase === 'promoted' && live !== null) {
            expect(ended.judgment!.verdict).toBe('promote');
            expect(ended.judgment!.stepRequests).toBeGreaterThanOrEqual(plan.minimumRequests);
          }
          if (ended.phase === 'promoted') expect(world.serving.live).toBe(3);
          else if (ended.phase !== 'rolled-back') expect(world.serving.live).toBe(live);
          else expect(world.serving.live).toBe(purpose === 'release' ? live : 1);
          if (ended.phase === 'rolled-back' || ended.phase === 'promoted') {
            const serves = world.endpoint?.variants.map(({ variant }) => variant);
            expect(serves).toEqual([`v${world.serving.live}`]);
          }
        },
      ),
      { seed: 11, numRuns: 300 },
    );
  });

  it('ends whatever it sees, as long as time passes', () => {
    const weights = fc.constantFrom(0, 0.1, 0.5, 1);
    const endpoint = fc.oneof(
      fc.constant(null),
      fc.constant({ unreadable: 'timed out' }),
      fc.record({
        status: fc.constantFrom('InService', 'Updating', 'SystemUpdating', 'Creating', 'Failed'),
        config: fc.constantFrom('config-before', 'config-strange'),
        failureReason: fc.constant(null),
        variants: fc.array(
          fc.record({
            variant: fc.constantFrom('v2', 'v3'),
            currentWeight: weights,
            desiredWeight: weights,
            imageDigest: fc.constant(null),
          }),
          { minLength: 1, maxLength: 2 },
        ),
      }),
    );
    fc.assert(
      fc.property(fc.array(endpoint, { minLength: 1, maxLength: 8 }), (seen) => {
        const world = new SimulatedEndpoint(2, 1, {}, {});
        let rollout: Rollout = world.start('release', 3);
        const serving = { ...world.serving, lease: { rolloutId: 'r1', until: '2099-01-01T00:00:00Z' } };
        for (let look = 0; look < 4_000 && !finalPhases.has(rollout.phase); look++) {
          const observation: Observation = {
            lease: 'held',
            serving,
            endpoint: seen[look % seen.length]!,
            metrics: { unreadable: 'timed out' },
            golden: null,
            preflight: { problems: [], sagemakerModels: { v2: 'model-2', v3: 'model-3' } },
          };
          rollout = advance(rollout, observation, plan, new Date(world.now + look * 30_000)).next;
        }
        expect(finalPhases.has(rollout.phase)).toBe(true);
        expect(rollout.phase).not.toBe('promoted');
      }),
      { seed: 12, numRuns: 100 },
    );
  });
});
