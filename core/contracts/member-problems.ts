import type {
  AtInference,
  Column,
  Contract,
  Freshness,
  NullShare,
  Reference,
  RowCount,
  RowRule,
  Unique,
} from './contract.ts';

/** The members that there are, so that the type checker finds one that is missing here. */
type Members<Of> = Record<keyof Of, true>;

const ofContract: Members<Contract> = {
  ...{ dataset: true, version: true, description: true, owner: true, mode: true, columns: true, key: true },
  ...{ uniques: true, references: true, eventTime: true, rules: true, rowCount: true, freshness: true },
  ...{ onAdditionalColumns: true, maximumQuarantinedShare: true },
};
const ofColumn: Members<Column> = {
  ...{ name: true, type: true, description: true, unit: true, nullable: true, optional: true, minimum: true },
  ...{ maximum: true, oneOf: true, pattern: true, minimumLength: true, maximumLength: true, nullShare: true },
  ...{ onInvalid: true, on: true, atInference: true },
};
const ofNullShare: Members<NullShare> = { minimum: true, maximum: true, onBroken: true };
const ofInference: Members<AtInference> = { onNull: true, onUnknownCategory: true, onInvalid: true };
const ofUnique: Members<Unique> = { columns: true, onRepeated: true };
const ofReference: Members<Reference> = { columns: true, dataset: true, referenced: true, onMissing: true };
const ofRowCount: Members<RowCount> = { minimum: true, maximum: true, onBroken: true };
const ofFreshness: Members<Freshness> = { maximumAge: true, onStale: true };
const ofRule: Members<RowRule> = { name: true, description: true, sql: true, onBroken: true };

/** Members of a contract and its parts that mean nothing there: a promise that is spelled wrong would not be kept. */
export function memberProblems(contract: Contract): string[] {
  const problems: string[] = [];
  const judge = (at: string, part: object | undefined, members: Readonly<Record<string, true>>): void => {
    for (const name of Object.keys(part ?? {})) {
      if (Object.hasOwn(members, name)) continue;
      problems.push(`${at}${name}: there is no such member, only ${Object.keys(members).join(', ')}`);
    }
  };
  judge('', contract, ofContract);
  for (const column of contract.columns) {
    const at = `columns.${column.name}.`;
    judge(at, column, ofColumn);
    judge(`${at}nullShare.`, column.nullShare, ofNullShare);
    judge(`${at}atInference.`, column.atInference, ofInference);
  }
  for (const rule of contract.rules) judge(`rules.${rule.name}.`, rule, ofRule);
  for (const [index, unique] of (contract.uniques ?? []).entries()) {
    judge(`uniques.${index}.`, unique, ofUnique);
  }
  for (const reference of contract.references ?? []) {
    judge(`references.${reference.dataset}.`, reference, ofReference);
  }
  judge('rowCount.', contract.rowCount, ofRowCount);
  judge('freshness.', contract.freshness, ofFreshness);
  return problems;
}
