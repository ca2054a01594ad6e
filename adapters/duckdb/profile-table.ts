import type { DuckDBConnection, Json } from '@duckdb/node-api';
import { chooseEdges } from '../../core/drift/choose-edges.ts';
import { type FeatureProfile, maximumCategories, type Profile } from '../../core/drift/profile.ts';
import { quoteIdentifier, quoteLiteral } from '../../core/sql.ts';

export interface ProfiledFeature {
  readonly name: string;
  readonly type: 'number' | 'category';
}

/** The deciles: enough bins to see a shape, few enough that a thousand rows fill them. */
const quantiles = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/**
 * Profiles columns of a relation in two scans, whatever its size; no value leaves the engine but categories
 * and counts. A number is null where the value cannot be read as one, or is NaN; infinities count in the outer bins.
 * @param relationSql what may stand after FROM: a table's name, `read_parquet('…')`, a query in parentheses
 * @param features the relation's columns to look at
 * @param edges take bins and categories from this profile (a baseline's) instead of choosing them from the data
 */
export async function profileTable(
  connection: DuckDBConnection,
  relationSql: string,
  features: readonly ProfiledFeature[],
  edges?: Profile,
): Promise<Profile> {
  const numbers = features.filter(({ type }) => type === 'number').map(({ name }) => name);
  const categories = features.filter(({ type }) => type === 'category').map(({ name }) => name);
  const columns = [
    ...numbers.map((name, i) => `TRY_CAST(${quoteIdentifier(name)} AS DOUBLE) AS n${i}`),
    ...categories.map((name, i) => `CAST(${quoteIdentifier(name)} AS VARCHAR) AS c${i}`),
  ];
  const source = `(SELECT ${columns.length > 0 ? columns.join(', ') : '1 AS one'} FROM ${relationSql}) AS source`;

  const range = await queryRow(
    connection,
    `SELECT count(*) AS rows${numbers
      .map((_, i) => {
        const value = `n${i}) FILTER (WHERE isfinite(n${i}))`;
        const cuts =
          edges === undefined
            ? `quantile_disc(n${i}, ${asList(quantiles)}) FILTER (WHERE isfinite(n${i}))`
            : 'NULL';
        return `, min(${value} AS min${i}, max(${value} AS max${i}, avg(${value} AS mean${i}, ${cuts} AS cuts${i}`;
      })
      .join('')} FROM ${source}`,
  );
  const rows = Number(range.rows);
  const cuts = numbers.map((name, i) =>
    edges === undefined ? chooseEdges((range[`cuts${i}`] as number[] | null) ?? []) : edgesOf(edges, name),
  );

  const profiles = new Map<string, FeatureProfile>();
  if (numbers.length > 0) {
    const counted = await queryRow(
      connection,
      `SELECT ${numbers
        .map(
          (_, i) =>
            // A list of cuts cannot be empty: without one, every value falls below infinity.
            `histogram(n${i}, ${asList(cuts[i]!.length > 0 ? cuts[i]! : [Number.POSITIVE_INFINITY])}) FILTER (WHERE NOT isnan(n${i})) AS h${i}`,
        )
        .join(', ')} FROM ${source}`,
    );
    numbers.forEach((name, i) => {
      const histogram = (counted[`h${i}`] as { key: number; value: string }[] | null) ?? [];
      const byEdge = new Map(histogram.map(({ key, value }) => [Number(key), Number(value)]));
      const counts = [...cuts[i]!, Number.POSITIVE_INFINITY].map((edge) => byEdge.get(edge) ?? 0);
      profiles.set(name, {
        type: 'number',
        nulls: rows - counts.reduce((sum, count) => sum + count, 0),
        edges: cuts[i]!,
        counts,
        minimum: range[`min${i}`] as number | null,
        maximum: range[`max${i}`] as number | null,
        mean: range[`mean${i}`] as number | null,
      });
    });
  }
  if (categories.length > 0) {
    const counted = await connection.runAndReadAll(
      categories
        .map((name, i) => {
          const known = edges === undefined ? undefined : categoriesOf(edges, name);
          const filter =
            known === undefined ? 'true' : `c${i} IN (${['NULL', ...known.map(quoteLiteral)].join(', ')})`;
          // Two parts a feature: the values that are named, and all that are not null.
          return `(SELECT ${i} AS feature, c${i} AS value, count(*) AS rows FROM ${source} WHERE c${i} IS NOT NULL AND ${filter}
            GROUP BY c${i} ORDER BY rows DESC, value LIMIT ${maximumCategories})
            UNION ALL (SELECT ${i}, NULL, count(c${i}) FROM ${source})`;
        })
        .join(' UNION ALL '),
    );
    const found = counted.getRowObjectsJson() as { feature: number; value: string | null; rows: string }[];
    categories.forEach((name, i) => {
      const own = found.filter(({ feature }) => Number(feature) === i);
      const filled = Number(own.find(({ value }) => value === null)!.rows);
      const named = own
        .filter((row) => row.value !== null)
        .map((row) => [row.value!, Number(row.rows)] as const);
      const counts = Object.fromEntries([
        ...(edges === undefined ? [] : categoriesOf(edges, name).map((value) => [value, 0] as const)),
        ...named,
      ]);
      profiles.set(name, {
        type: 'category',
        nulls: rows - filled,
        counts,
        other: filled - named.reduce((sum, [, count]) => sum + count, 0),
      });
    });
  }
  return {
    rows,
    features: Object.fromEntries(features.map(({ name }) => [name, profiles.get(name)!])),
  };
}

async function queryRow(connection: DuckDBConnection, sql: string): Promise<Record<string, Json>> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRowObjectsJson()[0]!;
}

// An exponent makes a literal a double; without one it is a decimal, and rounded when it becomes a double.
const asList = (values: readonly number[]): string =>
  `[${values.map((value) => (Number.isFinite(value) ? value.toExponential() : `'infinity'`)).join(', ')}]::DOUBLE[]`;

function edgesOf(edges: Profile, name: string): readonly number[] {
  const feature = edges.features[name];
  if (feature?.type !== 'number') throw mismatch(name, 'number', feature);
  return feature.edges;
}

function categoriesOf(edges: Profile, name: string): readonly string[] {
  const feature = edges.features[name];
  if (feature?.type !== 'category') throw mismatch(name, 'category', feature);
  return Object.keys(feature.counts);
}

const mismatch = (name: string, type: string, feature: FeatureProfile | undefined): Error =>
  new Error(
    `Cannot profile '${name}' as a ${type} in the bins of another profile: there it is ${feature === undefined ? 'missing' : `a ${feature.type}`}; profile the baseline again with the model's present features`,
  );
