import type { FileCheck } from '../check-whole-file.ts';
import type { Contract } from '../contract.ts';
import { withinWords } from '../within-words.ts';

/** The file has neither too few nor too many rows, good and bad ones together. */
export function rowCount({ rowCount: bounds }: Contract): FileCheck[] {
  if (bounds === undefined) return [];
  return [
    {
      rule: 'file:row-count',
      expected: `${withinWords(bounds)} rows`,
      action: bounds.onBroken,
      received: ({ rows }) =>
        rows < (bounds.minimum ?? 0) || rows > (bounds.maximum ?? Infinity) ? `${rows} rows` : null,
    },
  ];
}
