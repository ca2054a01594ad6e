import type { Contract } from '../contracts/contract.ts';
import type { WindowView } from './feature-view.ts';
import { parseAggregate } from './parse-aggregate.ts';

/** A number that is summed over a view's windows. */
export interface WindowSum {
  /** Name of the column. */
  readonly name: string;
  /** SQL aggregate of the rows that became known in one cell of the grid; never null. */
  readonly bucket: string;
  /** Narrow types: what is summed is sorted first. Too large a number is an error, never a wrap. */
  readonly type: 'BIGINT' | 'DECIMAL(38, 15)';
}

/** What a window view adds up, and how its features come from that. */
export interface WindowSums {
  /** The first counts the window's rows. */
  readonly sums: readonly WindowSum[];
  /** SQL of each feature over the summed columns, in the order of the view's features. */
  readonly values: readonly string[];
}

/**
 * Sums are exact, so that they do not depend on the order in which anything is added, and what has left a
 * window can be taken away again: integers are added as they are, any other number as a decimal with 15 digits
 * after the point, which holds totals up to 10^23. What is not finite (a division by zero) is left out, as null is.
 * @throws Error when a feature is not `avg`, `sum` or `count`
 */
export function windowSums(
  view: Pick<WindowView, 'features'>,
  contract: Pick<Contract, 'columns'>,
): WindowSums {
  const sums: WindowSum[] = [{ name: 'ballast_rows', bucket: countSql('*'), type: 'BIGINT' }];
  const named = (prefix: string, bucket: string, type: WindowSum['type']): string => {
    const known = sums.find((sum) => sum.bucket === bucket);
    if (known !== undefined) return known.name;
    const name = `${prefix}${sums.length}`;
    sums.push({ name, bucket, type });
    return name;
  };
  const values = view.features.map((feature) => {
    const aggregate = parseAggregate(feature.sql);
    if (aggregate === null) {
      throw new Error(
        `Cannot compute feature '${feature.name}': '${feature.sql}' is not avg(…), sum(…) or count(…) of a row's expression`,
      );
    }
    const { kind, argument } = aggregate;
    const column = contract.columns.find(({ name }) => name === argument);
    // A column's numbers are finite: the contract saw to it. An expression's may be infinite.
    const summed = kind === 'count' || column !== undefined ? argument : finiteSql(argument);
    const counted = argument === '*' || column?.nullable === false ? countSql('*') : countSql(summed);
    const count = named('ballast_n', counted, 'BIGINT');
    if (kind === 'count') return count;
    const total =
      column?.type === 'integer'
        ? named('ballast_t', `CAST(coalesce(sum(${argument}), 0) AS BIGINT)`, 'BIGINT')
        : named('ballast_t', `coalesce(sum(CAST((${summed}) AS DECIMAL(38, 15))), 0)`, 'DECIMAL(38, 15)');
    return kind === 'sum'
      ? `CASE WHEN ${count} > 0 THEN ${total} END`
      : `CAST(${total} AS DOUBLE) / nullif(${count}, 0)`;
  });
  return { sums, values };
}

const countSql = (argument: string): string => `CAST(count(${argument}) AS INTEGER)`;

const finiteSql = (argument: string): string =>
  `CASE WHEN isfinite(CAST((${argument}) AS DOUBLE)) THEN (${argument}) END`;
