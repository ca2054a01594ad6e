import { describe, expect, it } from 'vitest';
import { chooseVariant } from '../../../local/sagemaker/choose-variant.ts';
import { seededRandom } from '../../../local/sagemaker/random.ts';

const variants = [
  { name: 'v1', weight: 90 },
  { name: 'v2', weight: 10 },
  { name: 'v3', weight: 0 },
];

describe('chooseVariant', () => {
  it('divides [0, 1) in the order of the variants', () => {
    expect(chooseVariant(variants, 0)?.name).toBe('v1');
    expect(chooseVariant(variants, 0.8999)?.name).toBe('v1');
    expect(chooseVariant(variants, 0.9)?.name).toBe('v2');
    expect(chooseVariant(variants, 1 - Number.EPSILON)?.name).toBe('v2');
  });

  it('never chooses weight 0, even first or last', () => {
    const edges = [
      { name: 'a', weight: 0 },
      { name: 'b', weight: 0.1 },
      { name: 'c', weight: 0 },
    ];
    for (const draw of [0, 0.5, 1 - Number.EPSILON]) expect(chooseVariant(edges, draw)?.name).toBe('b');
  });

  it('chooses nothing when nothing has weight', () => {
    expect(chooseVariant([{ name: 'a', weight: 0 }], 0.5)).toBeNull();
    expect(chooseVariant([], 0.5)).toBeNull();
  });

  it('gives each its share, the same for the same seed', () => {
    const count = 20_000;
    const shares = (seed: number) => {
      const random = seededRandom(seed);
      let second = 0;
      for (let index = 0; index < count; index += 1) {
        if (chooseVariant(variants, random())?.name === 'v2') second += 1;
      }
      return second / count;
    };
    // Five standard errors of a binomial share of 0.1.
    expect(Math.abs(shares(1) - 0.1)).toBeLessThan(5 * Math.sqrt((0.1 * 0.9) / count));
    expect(shares(7)).toBe(shares(7));
    expect(shares(7)).not.toBe(shares(8));
  });
});
