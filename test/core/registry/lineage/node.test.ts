import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeItems, relations } from '../../../../core/registry/lineage/edge.ts';
import { lineageNode, nodeOf, parseNode } from '../../../../core/registry/lineage/node.ts';

describe('nodeOf', () => {
  it('keeps a name that fits, and calls nobody unknown', () => {
    expect(lineageNode.principal('feed')).toBe('principal:feed');
    expect(lineageNode.principal('')).toBe('principal:unknown');
    expect(lineageNode.principal('x'.repeat(900))).toBe(`principal:${'x'.repeat(900)}`);
  });

  it('replaces the end of a long name by its digest, so that two long names stay two', () => {
    const [one, other] = ['a', 'b'].map((last) => lineageNode.principal('é'.repeat(600) + last));
    expect(one).not.toBe(other);
    expect(one).toMatch(/^principal:é+~[0-9a-f]{16}$/);
    expect(parseNode(`principal:${'é'.repeat(600)}a`)).toBe(one);
    expect(parseNode(one!)).toBe(one);
  });

  it('leaves room for any name in the keys of DynamoDB: 2,048 bytes of a partition key, 1,024 of a sort key', () => {
    const name = fc.string({ unit: 'binary', maxLength: 1_500 });
    fc.assert(
      fc.property(name, name, (from, to) => {
        for (const relation of Object.keys(relations) as (keyof typeof relations)[]) {
          const edge = {
            kind: 'lineage-edge' as const,
            from: nodeOf('principal', from),
            relation,
            to: nodeOf('training-set', `${to}@1`),
            at: '',
          };
          for (const { key } of edgeItems(edge)) {
            expect(Buffer.byteLength(key.pk)).toBeLessThanOrEqual(2_048);
            expect(Buffer.byteLength(key.sk)).toBeLessThanOrEqual(1_024);
          }
        }
      }),
      { numRuns: 30, seed: 15, examples: [['x'.repeat(1_500), 'y'.repeat(1_500)]] },
    );
  });
});

it.each(['', 'principal:', 'nothing:x', 'principal', ':x'])('parseNode finds no node in %j', (text) => {
  expect(parseNode(text)).toBeNull();
});
