import { describe, expect, it } from 'vitest';
import { styleFor } from '../../cli/style.ts';
import { type Column, cut, table } from '../../cli/table.ts';

interface City {
  readonly name: string;
  readonly people: number | null;
}
const columns: readonly Column<City>[] = [
  { title: 'city', value: ({ name }) => ({ text: name, tone: 'good' }) },
  { title: 'people', value: ({ people }) => people, align: 'right' },
  { title: 'again', value: ({ name }) => name, maximumWidth: 5 },
];
const cities: readonly City[] = [
  { name: 'Oslo', people: 709_000 },
  { name: 'São Paulo', people: null },
];

describe('table', () => {
  it('aligns columns, shows null as -, cuts what is too long', () => {
    expect(table(columns, cities)).toBe(
      ['CITY       PEOPLE  AGAIN', 'Oslo       709000  Oslo', 'São Paulo       -  São …'].join('\n'),
    );
  });

  it('is as wide with colours as without', () => {
    const coloured = table(columns, cities, styleFor({ isTTY: true }, {}));
    expect(coloured).toContain('\u001b[32mOslo\u001b[0m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is taken away
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(table(columns, cities));
  });

  it('keeps one line per row, whatever a cell holds', () => {
    expect(table(columns, [{ name: 'a\nb', people: 1 }]).split('\n')).toHaveLength(2);
  });
});

it.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['😀😀😀', 2, '😀…'],
])('cut(%j, %i) is %j', (text, width, expected) => {
  expect(cut(text, width)).toBe(expected);
});
