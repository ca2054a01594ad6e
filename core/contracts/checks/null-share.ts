import type { FileCheck } from '../check-whole-file.ts';
import type { Contract } from '../contract.ts';
import { withinWords } from '../within-words.ts';

/** Of a column's values as they arrived, neither too few nor too many are null. One check per column that asks. */
export const nullShare = ({ columns }: Contract): FileCheck[] =>
  columns.flatMap(({ name, nullShare: bounds }) =>
    bounds === undefined
      ? []
      : [
          {
            rule: `column:${name}:null-share`,
            column: name,
            expected: `a share of nulls of ${withinWords(bounds)}`,
            action: bounds.onBroken,
            received: ({ rows, nulls }) => {
              const count = nulls[name];
              if (count === undefined) throw new Error(`Cannot judge the nulls of '${name}': not counted`);
              const share = rows === 0 ? 0 : count / rows;
              return share < (bounds.minimum ?? 0) || share > (bounds.maximum ?? 1)
                ? `${Number(share.toPrecision(4))} (${count} of ${rows} rows)`
                : null;
            },
          },
        ],
  );
