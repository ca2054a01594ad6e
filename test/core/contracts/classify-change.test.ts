import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeRules } from '../../../core/contracts/change-rules.ts';
import { classifyChange } from '../../../core/contracts/classify-change.ts';
import type { Contract } from '../../../core/contracts/contract.ts';
import { versionNeeded } from '../../../core/contracts/semantic-version.ts';
import cases from '../../cases/contracts/changes.json' with { type: 'json' };

interface Change {
  readonly [member: string]: unknown;
  readonly columns?: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
}

const published = cases.published as unknown as Contract;

/** The published contract with a case's change. */
function changed({ columns = {}, ...rest }: Change): Contract {
  const known = published.columns.map(({ name }) => name);
  const kept = published.columns.flatMap((column) => {
    const change = columns[column.name];
    if (change === null) return [];
    const members = Object.entries({ ...column, ...change }).filter(([, value]) => value !== null);
    return [Object.fromEntries(members)];
  });
  const added = Object.entries(columns).flatMap(([name, column]) => (known.includes(name) ? [] : [column]));
  return { ...published, ...rest, columns: [...kept, ...added] } as unknown as Contract;
}

const told = (from: Contract, to: Contract) => {
  const changes = classifyChange(from, to);
  const needs = versionNeeded(
    from.version,
    changes.map((change) => change.class),
  );
  return { changes: changes.map(({ class: meaning, field, kind }) => `${meaning} ${field}: ${kind}`), needs };
};

describe('classifyChange', () => {
  it.each(cases.cases)('$what', ({ change, changes, needs, ...more }) => {
    const from = 'first' in more ? changed(more.first as unknown as Change) : published;
    expect(told(from, changed(change as unknown as Change))).toEqual({ changes, needs });
  });

  it('asks nothing for requests of a column that none carries', () => {
    const to = changed({ columns: { level: { maximum: 5 } } });
    const classes = (asked: Set<string>) => classifyChange(published, to, asked).map((found) => found.class);
    expect(classes(new Set(['kind']))).toEqual(['compatible']);
    expect(classes(new Set(['level']))).toEqual(['compatible', 'breaking']);
  });

  it('shows a value with a comma as one', () => {
    const from = changed({ columns: { kind: { oneOf: ['b', 'air, water'] } } });
    expect(classifyChange(from, published)[0]).toMatchObject({ from: '"air, water", b', to: 'air, water' });
  });

  it('shows times as they are written, and numbers in their order', () => {
    const from = changed({ columns: { seen: { minimum: '2013-01-01' }, level: { oneOf: [10, 9, -1] } } });
    const to = changed({ columns: { seen: { minimum: '2013-01-01T01:00Z' }, level: { oneOf: [9] } } });
    expect(classifyChange(from, to).map((change) => [change.from, change.to])).toEqual([
      ['-1, 9, 10', '9'],
      ['2013-01-01', '2013-01-01T01:00Z'],
    ]);
  });

  it.each(cases.undo)('back: $what', ({ change, changes, needs }) => {
    expect(told(changed(change as unknown as Change), published)).toEqual({ changes, needs });
  });

  it('calls a change and its way back not both compatible, save where they only warn', () => {
    for (const { change } of cases.cases) {
      const to = changed(change as unknown as Change);
      const there = classifyChange(published, to);
      const back = classifyChange(to, published);
      const isLoose = (changes: typeof back) =>
        changes.length > 0 && changes.every((found) => found.class === 'compatible');
      const onlyWarns = there.every(({ kind }) => kind.startsWith('warning-'));
      if (isLoose(there) && !onlyWarns) expect(isLoose(back)).toBe(false);
    }
  });

  it('finds something wherever two contracts differ', () => {
    const members = fc.constantFrom(...cases.cases.map(({ change }) => change as unknown as Change));
    fc.assert(
      fc.property(members, members, (one, other) => {
        const [from, to] = [changed(one), changed(other)];
        const same = JSON.stringify(from) === JSON.stringify(to);
        if (!same) expect(classifyChange(from, to)).not.toEqual([]);
        expect(classifyChange(from, from)).toEqual([]);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe('changeRules', () => {
  it('has each kind once, and a case for it', () => {
    const kinds = changeRules.map(({ kind }) => kind);
    expect(new Set(kinds).size).toBe(kinds.length);
    const shown = [...cases.cases, ...cases.undo].flatMap(({ changes }) =>
      changes.map((change) => change.split(': ').at(-1)),
    );
    expect(kinds.filter((kind) => !shown.includes(kind))).toEqual([]);
  });
});
