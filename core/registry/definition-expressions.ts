import type { Column } from '../contracts/contract.ts';
import { contractExpressions } from '../contracts/contract-expressions.ts';
import type { WrittenExpression } from '../contracts/written-expression.ts';
import { availableAtSql } from '../features/available-at-sql.ts';
import { requestColumns } from '../features/check-request.ts';
import { contractOf } from '../features/contract-of.ts';
import { featureValueSql } from '../features/feature-value-sql.ts';
import type { Feature } from '../features/feature-view.ts';
import { hourAskedSql, hourKnownSql } from '../features/hour-sql.ts';
import { windowSums } from '../features/window-sums.ts';
import type { ModelDefinition } from './model-definition.ts';

/**
 * The SQL that a model's definition holds, its contracts' included.
 * @param definition one in which `checkModelDefinition` finds nothing wrong
 */
export function definitionExpressions(definition: ModelDefinition): WrittenExpression[] {
  const { contracts, request, training } = definition;
  const labelled = contractOf(definition, request.dataset);
  const asked = requestColumns(labelled, request.columns);
  return [
    ...contracts.flatMap((contract, index) =>
      contractExpressions(contract).map((expression) => ({
        ...expression,
        field: `contracts.${index}: ${expression.field}`,
      })),
    ),
    time('request.asOf', asked, request.asOf, hourAskedSql(request.asOf)),
    expression('request.id', asked, `CAST((${request.id}) AS VARCHAR)`),
    ...definition.features.flatMap((view, index): WrittenExpression[] => {
      const at = `features.${index}`;
      if (view.kind === 'request') return featuresOf(at, view.features, asked, featureValueSql);
      const contract = contractOf(definition, view.dataset);
      const known =
        view.availableAt === undefined ? [] : [[`${at}.availableAt`, availableAtSql(view)] as const];
      return [
        ...[[`${at}.eventTime`, view.eventTime] as const, ...known].map(([field, sql]) =>
          time(field, contract.columns, sql, hourKnownSql(sql, view.grid)),
        ),
        ...featuresOf(at, view.features, contract.columns, (feature) =>
          view.kind === 'latest'
            ? featureValueSql(feature)
            : windowSums({ features: [feature] }, contract)
                .sums.map(({ bucket }) => bucket)
                .join(', '),
        ),
      ];
    }),
    expression('training.label', labelled.columns, `CAST((${training.label}) AS INTEGER)`),
    { ...expression('training.labelled', labelled.columns, `(${training.labelled})`), gives: 'condition' },
  ];
}

type Columns = readonly Pick<Column, 'name' | 'type'>[];

const expression = (field: string, columns: Columns, sql: string): WrittenExpression => ({
  ...{ field, columns, sql },
  gives: 'value',
});

const time = (field: string, columns: Columns, sql: string, hour: string): WrittenExpression => ({
  ...{ field, columns, sql: `(${sql}), ${hour}` },
  gives: 'time',
});

const featuresOf = (
  at: string,
  features: readonly Feature[],
  columns: Columns,
  sql: (feature: Feature) => string,
): WrittenExpression[] =>
  features.map((feature, index) => expression(`${at}.features.${index}.sql`, columns, sql(feature)));
