import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../core/training/digest-of.ts';
import { jobName } from '../../../core/training/job-name.ts';
import { runIdOf } from '../../../core/training/run-id.ts';

/** The pattern of TrainingJobName, TransformJobName and ModelName in SageMaker's API reference. */
const sagemakerName = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const kebab = fc.stringMatching(/^[a-z]([a-z0-9-]{0,78}[a-z0-9])?$/);

describe('digestOf', () => {
  it('does not depend on the order of members, but on the order of items', () => {
    expect(digestOf({ a: 1, b: { c: [1, 2], d: null } })).toBe(digestOf({ b: { d: null, c: [1, 2] }, a: 1 }));
    expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]));
  });

  it('is the SHA-256 that sha256sum gives for the canonical JSON', () => {
    // printf '{"a":[1,"x"],"b":null}' | sha256sum
    expect(digestOf({ b: null, a: [1, 'x'] })).toBe(
      '854ef06dc57f5dfed10206344ab2d02e0b6c84b0e19436703a5afd0f1f9f2687',
    );
  });
});

describe('jobName', () => {
  it('is a name that SageMaker takes, for every model', () => {
    fc.assert(
      fc.property(kebab, fc.jsonValue(), fc.integer({ min: 1, max: 50 }), (model, decides, attempt) => {
        expect(jobName('staging', model, decides as never, attempt)).toMatch(sagemakerName);
      }),
    );
  });

  it('is the same for the same, and another for anything else', () => {
    const name = jobName('dev', 'flight-delay', { seed: 1 });
    expect(name).toMatch(/^ballast-dev-flight-delay-[0-9a-f]{12}$/);
    expect(jobName('dev', 'flight-delay', { seed: 1 })).toBe(name);
    expect(jobName('dev', 'flight-delay', { seed: 2 })).not.toBe(name);
    expect(jobName('dev', 'flight-delay', { seed: 1 }, 2)).toBe(`${name}-2`);
  });
});

describe('runIdOf', () => {
  const flights = { kind: 'new-data', dataset: 'flights', version: 3 } as const;
  const weather = { kind: 'new-data', dataset: 'weather', version: 2 } as const;

  it('is the same run for the same versions, whichever dataset came last', () => {
    const id = runIdOf('flight-delay', flights, { flights: 3, weather: 2 }, 'a');
    expect(runIdOf('flight-delay', weather, { weather: 2, flights: 3 }, 'b')).toBe(id);
    expect(runIdOf('flight-delay', flights, { flights: 4, weather: 2 }, 'a')).not.toBe(id);
    expect(runIdOf('other', flights, { flights: 3, weather: 2 }, 'a')).not.toBe(id);
  });

  it('is one run per drift report, whatever the data have become since', () => {
    const drift = { kind: 'drift', report: 'r1', monitor: 'input' } as const;
    const id = runIdOf('flight-delay', drift, { flights: 3 }, 'a');
    expect(runIdOf('flight-delay', { ...drift, monitor: 'auc' }, { flights: 4 }, 'b')).toBe(id);
    expect(runIdOf('flight-delay', { ...drift, report: 'r2' }, { flights: 3 }, 'a')).not.toBe(id);
  });

  it('is one run per request of a command', () => {
    const command = { kind: 'command', by: 'team', reason: 'why' } as const;
    expect(runIdOf('m', command, { a: 1 }, 'x')).toBe(runIdOf('m', command, { a: 2 }, 'x'));
    expect(runIdOf('m', command, { a: 1 }, 'x')).not.toBe(runIdOf('m', command, { a: 1 }, 'y'));
  });

  it('is a name that Step Functions takes: at most 80 of its characters', () => {
    fc.assert(
      fc.property(kebab, (model) => {
        expect(runIdOf(model, flights, { flights: 3 }, 'a')).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
      }),
    );
  });
});
