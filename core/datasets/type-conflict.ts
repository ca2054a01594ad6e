import type { Contract, ContractIssue } from '../contracts/contract.ts';
import type { TableState } from './delta-log.ts';
import { deltaSchema } from './delta-schema.ts';
import { schemaChanges } from './schema-changes.ts';
import type { TableChange } from './write-commit.ts';

/**
 * Why a change would leave files whose columns have another type than the contract says: the table would say one type for
 * both, Delta readers would refuse the older files, and the engine would read the column as text. Null where it leaves none.
 */
export function typeConflict(
  contract: Contract,
  state: TableState,
  change: TableChange,
): ContractIssue | null {
  if (state.schema === null) return null;
  const [first] = schemaChanges(state.schema, deltaSchema(contract)).filter(
    ({ change: kind }) => kind === 'type',
  );
  if (first === undefined) return null;
  const gone = new Set(change.remove.map(({ path }) => path));
  const left = state.files.filter(({ path }) => !gone.has(path));
  if (left.length === 0) return null;
  return {
    rule: 'file:column-type',
    column: first.column,
    expected: `a version whose files all have the type of contract ${contract.version} in '${first.column}', ${first.after}; \`npx ballast backfill ${contract.dataset} --from 0\` judges the uploads that have another, and this one, anew`,
    received: `${first.before} in ${left.length} files that stay, such as that of '${left[0]!.source.key}'`,
  };
}
