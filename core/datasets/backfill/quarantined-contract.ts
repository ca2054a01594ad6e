import type { Column, Contract, InvalidAction, RowAction } from '../../contracts/contract.ts';

const setAside = <Action extends InvalidAction>(action: Action): Action | 'quarantine-row' =>
  action === 'reject-file' ? 'quarantine-row' : action;

/**
 * The contract for quarantined rows alone: each is judged by the same promises, and what speaks of a file as a whole
 * does not apply to a rest of one. A row that still breaks a promise stays where it is, whatever its action says.
 */
export function quarantinedContract(contract: Contract): Contract {
  const { rowCount: _rowCount, freshness: _freshness, ...rest } = contract;
  return {
    ...rest,
    maximumQuarantinedShare: 1,
    columns: contract.columns.map((column): Column => {
      const { nullShare: _nullShare, ...kept } = column;
      const on = Object.entries(column.on ?? {}).map(([check, action]) => [check, setAside(action)]);
      return {
        ...kept,
        onInvalid: setAside(column.onInvalid),
        ...(column.on ? { on: Object.fromEntries(on) } : {}),
      };
    }),
    rules: contract.rules.map((rule) => ({ ...rule, ...renamed('onBroken', rule.onBroken) })),
    ...(contract.uniques === undefined
      ? {}
      : {
          uniques: contract.uniques.map((unique) => ({ ...unique, onRepeated: setAside(unique.onRepeated) })),
        }),
    ...(contract.references === undefined
      ? {}
      : {
          references: contract.references.map((reference) => ({
            ...reference,
            onMissing: setAside(reference.onMissing),
          })),
        }),
  };
}

const renamed = (name: 'onBroken', action: RowAction | undefined): { readonly onBroken?: RowAction } =>
  action === undefined ? {} : { [name]: setAside(action) };
