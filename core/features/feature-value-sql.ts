import type { Feature } from './feature-view.ts';

/**
 * A feature's expression in the one type that it has everywhere: a double, or text. A number that is not finite (a
 * division by zero) is unknown: JSON, which carries features to the endpoint, has no other word for it.
 */
export function featureValueSql({ sql, type }: Pick<Feature, 'sql' | 'type'>): string {
  if (type !== 'number') return `CAST((${sql}) AS VARCHAR)`;
  const value = `CAST((${sql}) AS DOUBLE)`;
  return `CASE WHEN isfinite(${value}) THEN ${value} END`;
}
