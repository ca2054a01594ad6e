import { boundVerdict } from './bound-verdict.ts';
import type { FileMeasures } from './check-whole-file.ts';
import { fileChecks } from './checks/file-checks.ts';
import type { Contract, ContractIssue, ContractVerdict } from './contract.ts';
import { describeRules } from './describe-rules.ts';

/** What was found in a file that could be read. */
export interface FileFindings {
  readonly rows: number;
  /** Rows that break a rule whose action is `reject-file` or `quarantine-row`. */
  readonly bad: number;
  /** Count of rows by each such rule that they break. */
  readonly byRule: Readonly<Record<string, number>>;
  /** Of the other rows: count by each `warn` rule that they break. */
  readonly warnings?: Readonly<Record<string, number>>;
  /** Of the other rows: count of values by each rule that clipped them or put a default in their place. */
  readonly repairs?: Readonly<Record<string, number>>;
  /** What the checks on the file as a whole need; may be absent where the contract has none. */
  readonly measures?: Omit<FileMeasures, 'rows'>;
  readonly sample: readonly ContractIssue[];
}

/**
 * The verdict on a file whose rows were judged. It is refused as a whole when it breaks a rule that says so, when
 * too large a share of its rows is bad, or when no row is good.
 * @throws Error where the contract checks files as a whole and `measures` is absent
 */
export function judgeFile(contract: Contract, findings: FileFindings): ContractVerdict {
  return boundVerdict(judged(contract, findings));
}

function judged(contract: Contract, findings: FileFindings): ContractVerdict {
  const { rows, bad, repairs = {} } = findings;
  const ofFile = fileIssues(contract, findings);
  const refusing = ofFile.filter(({ action }) => action === 'reject-file');
  const byRule = { ...findings.byRule, ...onceEach(refusing) };
  const warnings = { ...findings.warnings, ...onceEach(ofFile.filter(({ action }) => action === 'warn')) };
  const sample = [...ofFile.map(({ issue }) => issue), ...findings.sample];
  const reject = (reason: string): ContractVerdict => ({ status: 'rejected', reason, byRule, sample });
  if (rows === 0) return reject('The file has column names but no row.');
  const rules = describeRules(contract);
  for (const [rule, count] of Object.entries(findings.byRule)) {
    const described = rules.get(rule);
    if (described?.action !== 'reject-file') continue;
    const what =
      described.column === undefined
        ? `Rule '${rule}' must hold`
        : `Column '${described.column}' must be right`;
    return reject(`${what} in every row: ${count} of ${rows} rows break ${rule}.`);
  }
  const [first] = refusing;
  if (first !== undefined) {
    return reject(
      `The file as a whole breaks ${first.issue.rule}: expected ${first.issue.expected}, received ${first.issue.received}.`,
    );
  }
  if (bad === rows) return reject(`None of its ${rows} rows keeps the contract.`);
  if (bad / rows > contract.maximumQuarantinedShare) {
    // To people: 7 %, not 7.000000000000001 %.
    const allowed = Number((contract.maximumQuarantinedShare * 100).toPrecision(12));
    return reject(
      `${bad} of ${rows} rows break the contract: ${((bad / rows) * 100).toFixed(1)} %, allowed are ${allowed} %.`,
    );
  }
  return {
    status: 'accepted',
    rows: rows - bad,
    quarantinedRows: bad,
    byRule,
    ...(Object.keys(warnings).length === 0 ? {} : { warnings }),
    ...(Object.keys(repairs).length === 0 ? {} : { repairs }),
    sample,
  };
}

/** The issues of the file as a whole, each with what it does to the file. */
function fileIssues(
  contract: Contract,
  { rows, measures }: FileFindings,
): { readonly action: 'reject-file' | 'warn'; readonly issue: ContractIssue }[] {
  return fileChecks(contract).flatMap(({ rule, column, expected, action, received }) => {
    if (measures === undefined) throw new Error(`Cannot judge ${rule}: the file was not measured`);
    const broken = received({ rows, ...measures });
    if (broken === null) return [];
    const issue = { rule, ...(column === undefined ? {} : { column }), expected, received: broken };
    return [{ action, issue }];
  });
}

const onceEach = (issues: readonly { readonly issue: ContractIssue }[]): Record<string, number> =>
  Object.fromEntries(issues.map(({ issue }) => [issue.rule, 1]));

/** The verdict on a file that could not be read or has the wrong columns. */
export function rejectFile(issues: readonly ContractIssue[]): ContractVerdict {
  const byRule: Record<string, number> = {};
  for (const { rule } of issues) byRule[rule] = (byRule[rule] ?? 0) + 1;
  const [first] = issues;
  const counts = Object.entries(byRule).map(([rule, count]) => `${rule} (${count})`);
  const more = issues.length > 1 ? ` In all: ${counts.join(', ')}.` : '';
  return boundVerdict({
    status: 'rejected',
    reason: `Expected ${first!.expected}; received ${first!.received}.${more}`,
    byRule,
    sample: issues.slice(0, 10),
  });
}
