import { describe, expect, it } from 'vitest';
import { matchesPattern } from '../../../local/sagemaker/event-pattern.ts';

const event = {
  source: 'aws.sagemaker',
  'detail-type': 'SageMaker Training Job State Change',
  resources: ['arn:one', 'arn:two'],
  detail: { TrainingJobName: 'ballast-dev-flight-delay-1', TrainingJobStatus: 'Completed', Seconds: 12 },
};

// Rules of EventBridge's User Guide, "Creating event patterns" and "Comparison operators".
const cases: readonly [what: string, pattern: object, matches: boolean][] = [
  ['an exact value', { source: ['aws.sagemaker'] }, true],
  ['another value', { source: ['aws.s3'] }, false],
  ['one of several', { detail: { TrainingJobStatus: ['Failed', 'Completed'] } }, true],
  ['two fields, one wrong', { source: ['aws.sagemaker'], detail: { TrainingJobStatus: ['Failed'] } }, false],
  ['a prefix', { detail: { TrainingJobName: [{ prefix: 'ballast-dev-' }] } }, true],
  ['another prefix', { detail: { TrainingJobName: [{ prefix: 'ballast-prod-' }] } }, false],
  ['a suffix', { detail: { TrainingJobName: [{ suffix: '-1' }] } }, true],
  ['anything but a value', { detail: { TrainingJobStatus: [{ 'anything-but': 'InProgress' }] } }, true],
  [
    'anything but one of several',
    { detail: { TrainingJobStatus: [{ 'anything-but': ['Completed'] }] } },
    false,
  ],
  [
    'anything but a prefix',
    { detail: { TrainingJobName: [{ 'anything-but': { prefix: 'ballast' } }] } },
    false,
  ],
  ['anything but, of a missing field', { detail: { None: [{ 'anything-but': 'x' }] } }, false],
  ['a field that exists', { detail: { Seconds: [{ exists: true }] } }, true],
  ['a field that is missing', { detail: { FailureReason: [{ exists: false }] } }, true],
  ['a field that should be missing', { detail: { Seconds: [{ exists: false }] } }, false],
  ['a field of a missing object', { other: { field: [{ exists: false }] } }, true],
  ['an item of a list', { resources: ['arn:two'] }, true],
  ['no regard to case', { source: [{ 'equals-ignore-case': 'AWS.SageMaker' }] }, true],
  ['a range', { detail: { Seconds: [{ numeric: ['>', 10, '<=', 12] }] } }, true],
  ['outside a range', { detail: { Seconds: [{ numeric: ['<', 12] }] } }, false],
  ['a number, not its text', { detail: { Seconds: ['12'] } }, false],
  ['one of two alternatives', { $or: [{ source: ['aws.s3'] }, { detail: { Seconds: [12] } }] }, true],
];

describe('matchesPattern', () => {
  it.each(cases)('%s', (_what, pattern, matches) => {
    expect(matchesPattern(pattern, event)).toBe(matches);
  });

  it('refuses what it does not know, rather than answering no', () => {
    expect(() => matchesPattern({ source: [{ wildcard: 'aws.*' }] }, event)).toThrow("with 'wildcard'");
  });
});
