import { describe, expect, it } from 'vitest';
import { parseBound } from '../../cli/parse-bound.ts';
import { parseDatasetReference, parseDatasetVersion } from '../../cli/parse-dataset-reference.ts';
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

  it('versions of a dataset are a number or an instant with its zone', () => {
    expect(parseDatasetReference('flights')).toEqual({ dataset: 'flights', version: null });
    expect(parseDatasetReference('flights@0')).toEqual({ dataset: 'flights', version: '0' });
    const instant = '2013-04-01T02:00:00+02:00';
    expect(parseDatasetReference(`flights@${instant}`)).toEqual({ dataset: 'flights', version: instant });
    for (const bad of ['', '@1', 'Flights@1', '../x@1', 'flights@'])
      expect(() => parseDatasetReference(bad)).toThrow(/Expected <dataset>/);
    for (const bad of ['v1', '-1', '1.5', '2013-04-01', '2013-04-01T00:00:00', '2013-13-01T00:00:00Z', ''])
      expect(() => parseDatasetVersion(bad)).toThrow(/Expected the number/);
  });

  it('bounds are a version or a time in UTC', () => {
    expect([parseBound('0'), parseBound('v12')]).toEqual([{ version: 0 }, { version: 12 }]);
    expect(parseBound('2013-04-01')).toEqual({ time: '2013-04-01T00:00:00.000Z' });
    expect(parseBound('2013-04-01T05:00Z')).toEqual({ time: '2013-04-01T05:00:00.000Z' });
    expect(parseBound('2013-04-01T05:00:01.5Z')).toEqual({ time: '2013-04-01T05:00:01.500Z' });
    for (const bad of ['', '-1', 'latest', '2013-04-01T05:00', '2013-13-01', '2013-04-01T05:00+02:00'])
      expect(() => parseBound(bad)).toThrow(/Give a version/);
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
