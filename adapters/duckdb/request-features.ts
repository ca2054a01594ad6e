import type { Column } from '../../core/contracts/contract.ts';
import type { RequestValue } from '../../core/features/check-request.ts';
import type { FeatureValue } from '../../core/features/feature-vector.ts';
import { brokenRulesSql, type RequestRule } from '../../core/features/request-rules.ts';
import { boundRequests, requestSql } from '../../core/features/request-sql.ts';
import { requestFeatures } from '../../core/features/views-of.ts';
import type { ModelDefinition } from '../../core/registry/model-definition.ts';
import { quoteIdentifier } from '../../core/sql.ts';
import { openDatabase } from './open-database.ts';

/** What a request says by itself. */
export interface RequestRow {
  readonly id: string | null;
  /** Hour as of which features are looked up, milliseconds since 1970 in UTC; null where the request names no time. */
  readonly hour: number | null;
  /** Names of the rules across columns that it breaks, with `;` between; empty where it breaks none. */
  readonly broken: string;
  readonly features: Readonly<Record<string, FeatureValue>>;
}

/** The engine's words for a value of which an expression cannot be computed; all else is no request's fault. */
const valueFault = /^(Conversion|Invalid Input|Out of Range) Error: /;

/** A request's values are such that a feature's expression cannot be computed of them. */
export class UncomputableRequest extends Error {}

/** Computes the request features of many requests at once; holds an engine until it is closed. */
export interface RequestRows {
  (rows: readonly (readonly RequestValue[])[]): Promise<RequestRow[]>;
  close(): void;
}

/** One chunk of the engine's result: more rows would come in a second one. */
export const maximumRequestRows = 2_048;

/**
 * Prepares a model's request features: the returned function computes those of up to 2048 requests in one
 * execution, in order, each with its values in the order of `columns`. The database has no table and can reach no
 * file: it only evaluates expressions.
 *
 * All requests are bound as one text. Were each value a parameter of its own, the engine would take the whole row for a
 * constant and fold every expression while it plans, anew at each call: three times as slow for one request, and no
 * statement for many. A text for each column costs an unnest for each.
 * The returned function throws `UncomputableRequest` where one of the requests is such that a feature cannot be computed.
 */
export async function prepareRequestRows(
  definition: Pick<ModelDefinition, 'request' | 'features'>,
  columns: readonly Pick<Column, 'name' | 'type'>[],
  rules: readonly RequestRule[] = [],
): Promise<RequestRows> {
  const names = requestFeatures(definition).map(({ name }) => name);
  // A directory that does not exist: nothing is read, nothing spilled.
  const { connection, close } = await openDatabase({
    directory: '/nonexistent',
    memoryLimitInMiB: 128,
    threads: 1,
  });
  const statement = await connection.prepare(
    `SELECT ballast_id, epoch_ms(ballast_hour)::DOUBLE, ballast_broken${names.map((name) => `, ${quoteIdentifier(name)}`).join('')}
     FROM (${requestSql(definition, columns, brokenRulesSql(rules))})`,
  );
  const run = async () => {
    try {
      return await statement.run();
    } catch (error) {
      const [reason] = (error as Error).message.split('\n');
      throw valueFault.test(reason!)
        ? new UncomputableRequest(`the request's features cannot be computed: ${reason}`)
        : error;
    }
  };
  // Bindings belong to the statement: two executions at once would mix them up.
  let last: Promise<unknown> = Promise.resolve();
  const compute = async (rows: readonly (readonly RequestValue[])[]): Promise<RequestRow[]> => {
    statement.bindVarchar(1, boundRequests(columns, rows));
    const chunk = await (await run()).fetchChunk();
    const found = (chunk?.getRows() ?? []) as [string | null, number | null, string, ...FeatureValue[]][];
    if (found.length !== rows.length) {
      throw new Error(
        `Cannot compute request features: the engine gave ${found.length} rows for ${rows.length} requests`,
      );
    }
    return found.map(([id, hour, broken, ...features]) => ({
      id,
      hour,
      broken,
      features: Object.fromEntries(names.map((name, index) => [name, features[index]!])),
    }));
  };
  const requestRows = async (rows: readonly (readonly RequestValue[])[]): Promise<RequestRow[]> => {
    if (rows.length === 0) return [];
    if (rows.length > maximumRequestRows) {
      throw new Error(
        `Cannot compute request features of ${rows.length} requests: at most ${maximumRequestRows} at once`,
      );
    }
    const mine = last.then(() => compute(rows));
    last = mine.catch(() => undefined);
    return mine;
  };
  return Object.assign(requestRows, { close });
}

/** The same for one request at a time, judged by no rule. */
export async function prepareRequestFeatures(
  definition: Pick<ModelDefinition, 'request' | 'features'>,
  columns: readonly Pick<Column, 'name' | 'type'>[],
): Promise<(values: readonly RequestValue[]) => Promise<Omit<RequestRow, 'broken'>>> {
  const compute = await prepareRequestRows(definition, columns);
  return async (values) => {
    const { id, hour, features } = (await compute([values]))[0]!;
    return { id, hour, features };
  };
}
