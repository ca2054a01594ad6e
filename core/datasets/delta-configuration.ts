import type { Contract } from '../contracts/contract.ts';
import type { TableState } from './delta-log.ts';
import type { TableChange } from './write-commit.ts';

/** Which columns have bounds in the log, by name. */
const statisticsColumns = 'delta.dataSkippingStatsColumns';
/** How many columns, the first ones, have bounds in the log. */
const statisticsCount = 'delta.dataSkippingNumIndexedCols';

/**
 * The table's properties: that the log bounds the event time of each file and no other column. Python's `deltalake` takes a
 * bound that it expects and does not find for "no value", and skips the file whatever a filter asks. Where files stay whose
 * bounds are of another column, for the contract's event time has changed, readers are told to look at none.
 */
export function deltaConfiguration(
  contract: Contract,
  state: TableState,
  change: TableChange,
): Readonly<Record<string, string>> {
  const own = { [statisticsColumns]: `\`${contract.eventTime.replaceAll('`', '``')}\`` };
  const gone = new Set(change.remove.map(({ path }) => path));
  if (state.files.every(({ path }) => gone.has(path))) return own;
  const known = state.configuration[statisticsColumns];
  const isMixed =
    statisticsCount in state.configuration || (known !== undefined && known !== own[statisticsColumns]);
  return isMixed ? { [statisticsCount]: '0' } : own;
}
