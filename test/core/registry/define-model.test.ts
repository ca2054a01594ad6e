import { describe, expect, it } from 'vitest';
import { checkModelDefinition } from '../../../core/registry/define-model.ts';
import model from '../../../models/flight-delay/model.ts';

const file = 'models/flight-delay/model.ts';

/** The example with one field replaced, or removed where `value` is undefined. */
function changed(path: string, value: unknown): unknown {
  const copy = structuredClone(model) as unknown as Record<string, unknown>;
  const names = path.split('.');
  const last = names.pop()!;
  const parent = names.reduce((at, name) => at[name] as Record<string, unknown>, copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

const found = (definition: unknown) =>
  checkModelDefinition(definition, file).map(({ field, message }) => `${field}: ${message}`);

describe('checkModelDefinition', () => {
  it('finds nothing wrong with the example', () => {
    expect(checkModelDefinition(model, file)).toEqual([]);
  });

  it.each([
    'owner',
    'owner.name',
    'owner.email',
    'owner.runbook',
    'owner.decides.outOfHours',
    'gates',
    'card.classBalance',
    'rollout.minimumRequests',
    'monitoring.aucFall',
    'training.label',
    'kpi',
  ])('names the file and %s where it is missing', (field) => {
    expect(checkModelDefinition(changed(field, undefined), file)).toEqual([
      { file, field, message: 'is missing' },
    ]);
  });

  it.each([
    ['gates', [], /^gates: must hold at least one gate/],
    ['gates.0', { metric: 'auc' }, /^gates.0: must have a threshold/],
    ['gates.0', { metric: 'accuarcy', minimum: 1 }, /^gates.0.metric: must be .*"auc".*received "accuarcy"/],
    ['owner.runbook', 'somewhere', /^owner.runbook: must be docs\/runbook/],
    ['owner.email', 'nobody', /^owner.email: must be an e-mail address/],
    ['rollout.steps', [50, 10, 100], /^rollout.steps: must ascend and end with 100/],
    ['rollout.steps', [10, 50], /^rollout.steps: must ascend and end with 100/],
    ['rollout.bake', {}, /^rollout.bake: must be longer than nothing/],
    ['rollout.bakes', { minutes: 1 }, /^rollout.bakes: is not a field/],
    ['rollout.goldenRequests.0.features.hour', undefined, /goldenRequests.0.features: lacks hour/],
    ['rollout.goldenRequests.0.minimum', 0.9, /goldenRequests.0: has minimum 0.9 above maximum/],
    ['request.columns.0', 'no_such', /^request.columns.0: 'no_such' is not a column of dataset 'flights'/],
    ['features.2.dataset', 'planes', /^features.2.dataset: 'planes' has no contract/],
    ['features.2.features.0.sql', 'median(arr_delay)', /^features.2.features.0.sql: must be avg/],
    ['features.1.entity', ['dest'], /^features.1.entity: 'dest' is not a column of dataset 'weather'/],
    ['features.1.features.0.name', 'hour', /^features: name 'hour' twice/],
    ['features.1.features.0.sql', 'temp; DROP TABLE x', /must be one SQL expression/],
    [
      'features.0.features.5.sql',
      'isodow(now())',
      /features.0.features.5.sql: calls now, whose value is another/,
    ],
    ['request.id', 'carrier || uuid()', /^request.id: calls uuid/],
    ['features.1.maximumDelay', { days: 1 }, /^features.1.maximumDelay: belongs to availableAt/],
    [
      'features.1.features',
      Array.from({ length: 91 }, (_, index) => ({ ...model.features[1]!.features[0]!, name: `f${index}` })),
      /^features.1.features: are 91, at most 90/m,
    ],
    ['features.3.maximumAge', { days: 15 }, /^features.3.maximumAge: is above 14 days/],
    ['features.1.description', '', /^features.1.description: must say something/],
    ['features.1.owner', 'nobody', /^features.1.owner: must be the owner of dataset 'weather'/],
    ['features.1.eventTime', undefined, /^features.1.eventTime: is missing/],
    ['features.1.availabilityDelay', undefined, /^features.1: must say when a row is known/],
    ['features.1.availableAt', 'time_hour', /^features.1: must say when a row is known/],
    ['features.1.availabilityDelay', { hours: -1 }, /^features.1.availabilityDelay: must not be negative/],
    ['features.3.timeToLive', { days: 20 }, /^features.3.timeToLive: must be at least maximumAge and 7 days/],
    ['features.2.grid', 'minute', /^features.2.grid: must be 'hour'/],
    ['training.onNewData.untilDays', 80, /^training.onNewData.untilDays: is below minimumDays/],
    [
      'contracts.0.columns.9.pattern',
      '(?P<code>[A-Z0-9]{2})',
      /^contracts.0: columns.carrier.pattern: has a group that begins with '\(\?'/,
    ],
    ['contracts.0.owner', 'someone-else', /^contracts.0.owner: must be the model's owner/],
  ])('refuses %s = %j', (path, value, expected) => {
    expect(found(changed(path, value)).join('\n')).toMatch(expected);
  });

  it('refuses an entity that has one type in a request and another in the dataset', () => {
    const other = structuredClone(model) as unknown as {
      contracts: { columns: { name: string; type: string }[] }[];
    };
    const origin = other.contracts[1]!.columns.find(({ name }) => name === 'origin')!;
    other.contracts[1]!.columns = [
      ...other.contracts[1]!.columns.filter((column) => column !== origin),
      { ...origin, type: 'integer', oneOf: undefined, atInference: undefined } as never,
    ];
    expect(found(other)).toEqual([
      expect.stringMatching(
        /^features.1.entity: 'origin' is integer in dataset 'weather' and string in a request/,
      ),
    ]);
  });

  it('names all the faults at once', () => {
    expect(found({}).length).toBeGreaterThan(8);
  });

  it.each([null, undefined, 'model', []])('refuses %s', (definition) => {
    expect(found(definition).length).toBeGreaterThan(0);
  });
});
