import { describe, expect, it } from 'vitest';
import { parseReference } from '../../cli/parse-reference.ts';
import { parseSince } from '../../cli/parse-since.ts';
import { parsePositive, parseVersion } from '../../cli/parse-version.ts';
import { readJson } from '../../cli/read-json.ts';

describe('what is typed', () => {
  it('versions count from 1', () => {
    expect([parseVersion('3'), parseVersion('v12')]).toEqual([3, 12]);
    for (const bad of ['0', 'v0', '-1', '1.5', 'latest', '', '1e3'])
      expect(() => parseVersion(bad)).toThrow(/Expected/);
  });

  it('references name something and its version; those of datasets count from 0', () => {
    expect(parseReference('flights@0')).toEqual({ name: 'flights', version: 0 });
    expect(parseReference('flight-delay@v2')).toEqual({ name: 'flight-delay', version: 2 });
    expect(parseReference('flights')).toEqual({ name: 'flights', version: null });
    for (const bad of ['', 'flights@', '@2', '../x@1', 'Flights@1']) {
      expect(() => parseReference(bad)).toThrow(/Expected/);
    }
  });

  it('times have a unit', () => {
    expect(['90s', '15m', '6h', '2d'].map(parseSince)).toEqual([90, 900, 21_600, 172_800]);
    for (const bad of ['90', '0s', 'h', '1w', '-1h']) expect(() => parseSince(bad)).toThrow(/Expected/);
  });

  it('counts are whole and positive', () => {
    expect(parsePositive('20')).toBe(20);
    for (const bad of ['0', '-1', '1.5', 'x']) expect(() => parsePositive(bad)).toThrow(/Expected/);
  });

  it('requests are JSON objects', async () => {
    expect(await readJson('{"a":null}')).toEqual({ a: null });
    for (const bad of ['', 'null', '1', '[]', '{a:1}'])
      await expect(readJson(bad)).rejects.toThrow(/^Cannot/);
  });
});
