import { validationException } from '../service-error.ts';

/** What the List operations have in common. */
export interface ListInput {
  readonly NameContains?: string;
  readonly CreationTimeAfter?: number;
  readonly CreationTimeBefore?: number;
  readonly LastModifiedTimeAfter?: number;
  readonly LastModifiedTimeBefore?: number;
  readonly StatusEquals?: string;
  readonly SortBy?: string;
  readonly SortOrder?: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface Listed {
  readonly name: string;
  readonly status?: string;
  readonly creationTime: number;
  readonly lastModifiedTime?: number;
}

/** One page of the records that a List request asks for, in its order (by default the newest first), and the next page's token. */
export function listPage<T extends Listed>(
  records: readonly T[],
  input: ListInput,
): { readonly page: T[]; readonly NextToken?: string } {
  const within = (time: number | undefined, after: number | undefined, before: number | undefined) =>
    (after === undefined || (time ?? 0) > after) && (before === undefined || (time ?? 0) < before);
  const ascending = input.SortOrder?.startsWith('Asc') === true;
  const key = (record: T): string | number => {
    if (input.SortBy === 'Name') return record.name;
    if (input.SortBy === 'Status') return record.status ?? '';
    return record.creationTime;
  };
  const found = records
    .filter(
      (record) =>
        record.name.toLowerCase().includes((input.NameContains ?? '').toLowerCase()) &&
        (input.StatusEquals === undefined || record.status === input.StatusEquals) &&
        within(record.creationTime, input.CreationTimeAfter, input.CreationTimeBefore) &&
        within(record.lastModifiedTime, input.LastModifiedTimeAfter, input.LastModifiedTimeBefore),
    )
    .sort((a, b) => {
      const [first, second] = ascending ? [key(a), key(b)] : [key(b), key(a)];
      return first < second ? -1 : first > second ? 1 : 0;
    });
  const start = input.NextToken === undefined ? 0 : Number(Buffer.from(input.NextToken, 'base64').toString());
  if (!Number.isInteger(start)) throw validationException('Invalid NextToken');
  const end = start + (input.MaxResults ?? 10);
  return {
    page: found.slice(start, end),
    ...(end < found.length ? { NextToken: Buffer.from(String(end)).toString('base64') } : {}),
  };
}
