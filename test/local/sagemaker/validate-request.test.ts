import { describe, expect, it } from 'vitest';
import type { ServiceError } from '../../../local/sagemaker/service-error.ts';
import type { ServiceModel } from '../../../local/sagemaker/service-model.ts';
import { toRegExp, validateRequest } from '../../../local/sagemaker/validate-request.ts';

/** A cut of the service's model: the shapes keep their names and bounds. */
const model: ServiceModel = {
  operations: { CreateThing: { input: { shape: 'CreateThingRequest' } } },
  shapes: {
    CreateThingRequest: {
      type: 'structure',
      required: ['EndpointName', 'Variants'],
      members: {
        EndpointName: { shape: 'EndpointName' },
        Variants: { shape: 'VariantList' },
        HyperParameters: { shape: 'HyperParameters' },
        Enabled: { shape: 'Boolean' },
      },
    },
    EndpointName: { type: 'string', max: 63, min: 0, pattern: '[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}' },
    VariantList: { type: 'list', min: 1, max: 2, member: { shape: 'Variant' } },
    Variant: {
      type: 'structure',
      required: ['VariantName'],
      members: {
        VariantName: { shape: 'EndpointName' },
        InitialVariantWeight: { shape: 'Weight' },
        InitialInstanceCount: { shape: 'Count' },
        InstanceType: { shape: 'InstanceType' },
      },
    },
    Weight: { type: 'float', min: 0 },
    Count: { type: 'integer', min: 1 },
    InstanceType: { type: 'string', enum: ['ml.m5.large', 'ml.m5.xlarge'] },
    HyperParameters: { type: 'map', max: 1, key: { shape: 'Key' }, value: { shape: 'Value' } },
    Key: { type: 'string', max: 256 },
    Value: { type: 'string', max: 4, min: 0, pattern: '.*' },
    Boolean: { type: 'boolean' },
  },
};

const good = { EndpointName: 'flights', Variants: [{ VariantName: 'v1', InitialVariantWeight: 0 }] };

function refusal(request: unknown): string {
  try {
    validateRequest(model, 'CreateThing', request);
  } catch (error) {
    const { code, message } = error as ServiceError;
    return `${code}: ${message}`;
  }
  return 'accepted';
}

const cases: readonly [what: string, request: unknown, answer: string][] = [
  ['a good request', good, 'accepted'],
  ['a member that the model does not know', { ...good, Unknown: 1 }, 'accepted'],
  [
    'a missing member',
    { Variants: good.Variants },
    "ValidationException: 1 validation error detected: Value null at 'endpointName' failed to satisfy constraint: Member must not be null",
  ],
  [
    'a wrong name, deep in a list',
    { ...good, Variants: [{ VariantName: 'v_1' }] },
    "ValidationException: 1 validation error detected: Value 'v_1' at 'variants.1.member.variantName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}",
  ],
  [
    'a name that is too long',
    { ...good, EndpointName: 'a'.repeat(64) },
    `ValidationException: 2 validation errors detected: Value '${'a'.repeat(64)}' at 'endpointName' failed to satisfy constraint: Member must have length less than or equal to 63; Value '${'a'.repeat(64)}' at 'endpointName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`,
  ],
  [
    'an empty list',
    { ...good, Variants: [] },
    "ValidationException: 1 validation error detected: Value '[0 members]' at 'variants' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [
    'a number below its range',
    { ...good, Variants: [{ VariantName: 'v1', InitialVariantWeight: -1 }] },
    "ValidationException: 1 validation error detected: Value '-1' at 'variants.1.member.initialVariantWeight' failed to satisfy constraint: Member must have value greater than or equal to 0",
  ],
  [
    'a value outside its enumeration',
    { ...good, Variants: [{ VariantName: 'v1', InstanceType: 'ml.x' }] },
    "ValidationException: 1 validation error detected: Value 'ml.x' at 'variants.1.member.instanceType' failed to satisfy constraint: Member must satisfy enum value set: [ml.m5.large, ml.m5.xlarge]",
  ],
  [
    'a map’s value',
    { ...good, HyperParameters: { rounds: '12345' } },
    "ValidationException: 1 validation error detected: Value '{rounds}' at 'hyperParameters' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 4, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: .*]",
  ],
  [
    'a number for a string',
    { ...good, HyperParameters: { rounds: 3 } },
    'SerializationException: NUMBER_VALUE can not be converted to a String',
  ],
  [
    'a fraction for an integer',
    { ...good, Variants: [{ VariantName: 'v1', InitialInstanceCount: 1.5 }] },
    "SerializationException: NUMBER_VALUE can not be converted to a Integer at 'variants.1.member.initialInstanceCount'",
  ],
];

describe('validateRequest', () => {
  it.each(cases)('%s', (_what, request, answer) => {
    expect(refusal(request)).toBe(answer);
  });
});

describe('toRegExp', () => {
  it('matches the whole string, as the service does', () => {
    expect(toRegExp('[a-z]+').test('ab1')).toBe(false);
    expect(toRegExp('\\A\\S[\\p{Print}]*\\z').test('flight 1')).toBe(true);
    expect(toRegExp('\\A\\S[\\p{Print}]*\\z').test('flight\n')).toBe(false);
  });
});
