import type { Feature } from './feature-view.ts';

/** A feature's expression in the one type that it has everywhere: a double, or text. */
export const featureValueSql = ({ sql, type }: Pick<Feature, 'sql' | 'type'>): string =>
  `CAST((${sql}) AS ${type === 'number' ? 'DOUBLE' : 'VARCHAR'})`;
