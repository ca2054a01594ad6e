import { describe, expect, it } from 'vitest';
import { checkExpressions } from '../../../adapters/duckdb/check-expressions.ts';
import type { Contract } from '../../../core/contracts/contract.ts';
import type { FeatureView } from '../../../core/features/feature-view.ts';
import type { ModelDefinition } from '../../../core/registry/model-definition.ts';
import flightDelay from '../../../models/flight-delay/model.ts';

const [flights, weather] = flightDelay.contracts as [Contract, Contract];
const withRule = (sql: string): ModelDefinition => ({
  ...flightDelay,
  contracts: [flights, { ...weather, rules: [{ name: 'odd', description: 'odd', sql }] }],
});
const withView = (index: number, change: object): ModelDefinition => ({
  ...flightDelay,
  features: flightDelay.features.map((view, at) =>
    at === index ? ({ ...view, ...change } as FeatureView) : view,
  ),
});
const feature = (sql: string) => [{ ...flightDelay.features[0]!.features[0]!, sql }];

describe('checkExpressions', () => {
  it("finds nothing wrong with the example's", () =>
    expect(checkExpressions([flightDelay])).resolves.toBeUndefined());

  it.each([
    ['temp > > 3', 'cannot be computed of these columns: Parser Error: syntax error at or near ">"'],
    ['temp BETWEEN 1', 'cannot be computed of these columns: Parser Error: syntax error'],
    [
      'origin > 3',
      'cannot be computed of these columns: Binder Error: Cannot compare values of type VARCHAR',
    ],
    ['length(temp) > 1', 'cannot be computed of these columns: Binder Error: No function matches'],
    ['temp + 1', 'is a DOUBLE, which is neither true nor false'],
    ['origin', 'is a VARCHAR, which is neither true nor false'],
  ])('names the file, the rule and the reason of %s', (sql, reason) =>
    expect(checkExpressions([withRule(sql)])).rejects.toThrow(
      `Cannot use the model definitions:\n  models/flight-delay/model.ts: contracts.1: rules.odd.sql: ${reason}`,
    ),
  );

  it('takes a rule that only some value breaks: that is the row’s', () =>
    expect(
      checkExpressions([withRule('cast(origin AS integer) * sqrt(temp) > 0')]),
    ).resolves.toBeUndefined());

  it.each([
    ['request.asOf', { ...flightDelay, request: { ...flightDelay.request, asOf: 'distance' } }],
    // No caller sends it.
    ['request.id', { ...flightDelay, request: { ...flightDelay.request, id: 'tailnum' } }],
    ['training.label', { ...flightDelay, training: { ...flightDelay.training, label: 'arr_dely > 1' } }],
    ['training.labelled', { ...flightDelay, training: { ...flightDelay.training, labelled: 'arr_delay' } }],
    ['features.0.features.0.sql', withView(0, { features: feature('sqrt(carrier)') })],
    ['features.1.features.0.sql', withView(1, { features: feature('temp +') })],
    ['features.1.eventTime', withView(1, { eventTime: 'time_hours' })],
    ['features.2.availableAt', withView(2, { availableAt: 'arr_tim' })],
    ['features.2.features.0.sql', withView(2, { features: feature('avg(arr_dely)') })],
  ])('names %s', (field, model) =>
    expect(checkExpressions([model])).rejects.toThrow(
      new RegExp(`^Cannot use the model definitions:\\n  models/flight-delay/model\\.ts: ${field}: [^\\n]+$`),
    ),
  );

  it('names every fault at once', () =>
    expect(checkExpressions([withRule('temp >'), withRule('humid >')])).rejects.toThrow(
      /rules.odd.*\n.*rules.odd/,
    ));
});
