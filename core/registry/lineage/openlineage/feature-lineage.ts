import { dataPrefix } from '../../../names.ts';
import type { ModelDefinition } from '../../model-definition.ts';

interface InputField {
  readonly namespace: string;
  readonly name: string;
  readonly field: string;
  readonly transformations: readonly { readonly type: 'DIRECT'; readonly subtype: string }[];
}

/** The columns of a model's training set, and for each the columns of datasets that its SQL names. */
export function featureLineage(
  definition: Pick<ModelDefinition, 'features' | 'contracts' | 'request' | 'training'>,
  dataBucket: string,
): {
  readonly fields: readonly { readonly name: string; readonly type: string; readonly description: string }[];
  readonly columns: Readonly<Record<string, { readonly inputFields: readonly InputField[] }>>;
} {
  const inputFields = (dataset: string, sql: string, subtype: string): InputField[] => {
    const words = namesIn(sql);
    const columns = definition.contracts.find((contract) => contract.dataset === dataset)?.columns ?? [];
    return columns
      .filter(({ name }) => words.has(name))
      .map(({ name: field }) => ({
        namespace: `s3://${dataBucket}`,
        name: dataPrefix.table(dataset).replace(/\/$/, ''),
        field,
        transformations: [{ type: 'DIRECT', subtype }],
      }));
  };
  const { request, training } = definition;
  const features = definition.features.flatMap((view) =>
    view.features.map(({ name, type, description, sql }) => ({
      field: { name, type, description },
      inputFields:
        view.kind === 'request'
          ? inputFields(request.dataset, sql, 'TRANSFORMATION')
          : inputFields(view.dataset, sql, view.kind === 'window' ? 'AGGREGATION' : 'TRANSFORMATION'),
    })),
  );
  const label = {
    field: { name: 'label', type: 'number', description: 'What the model is to predict, 0 or 1' },
    inputFields: inputFields(request.dataset, training.label, 'TRANSFORMATION'),
  };
  const all = [...features, label];
  return {
    fields: all.map(({ field }) => field),
    columns: Object.fromEntries(all.map(({ field, inputFields }) => [field.name, { inputFields }])),
  };
}

/** The names in an SQL expression; what stands in single quotes is text. */
const namesIn = (sql: string): ReadonlySet<string> =>
  new Set(sql.replace(/'(?:[^']|'')*'/g, ' ').match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []);
