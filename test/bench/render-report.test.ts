import { describe, expect, it } from 'vitest';
import type { Measurement } from '../../bench/measurement.ts';
import { readOptions } from '../../bench/options.ts';
import { renderReport } from '../../bench/render-report.ts';
import { targets } from '../../bench/targets.ts';
import { benchCommands } from '../../bench/tasks.ts';

const machine = {
  cpu: 'A Processor',
  cores: 2,
  memoryGibibytes: 8,
  system: 'linux x64',
  node: '22.0.0',
  duckdb: '1.5.6',
  ballast: '0.1.0',
};
const row = (who: string, size: string, cpuSeconds: number, peakMebibytes: number): Measurement => ({
  task: 'contract',
  who,
  size,
  version: who.startsWith('ballast') ? '' : '2.0.0',
  cpuSeconds,
  wallSeconds: cpuSeconds / 2,
  peakMebibytes,
  answer: {},
});
const measurements = [
  row('ballast, checks', '10.1 M rows', 5, 500),
  row('ballast, checks and split', '10.1 M rows', 10, 1_000),
  row('ballast, checks and split', '30.3 M rows', 30, 1_200),
  row('duckdb, hand-written', '10.1 M rows', 4, 1_000),
];
const report = (rows: readonly Measurement[] = measurements): string =>
  renderReport({ machine, date: '2026-01-01', repeat: 2, measurements: rows, omissions: [] });

describe('the report of a bench run', () => {
  it('gives each command its figures, and ratios over the first of ours at that size', () => {
    expect(report()).toContain(
      '| duckdb, hand-written 2.0.0 | 10.1 M rows | 4.00 | 2.00 | 1,000 | 0.80 | 2.00 |',
    );
    expect(report()).toContain('| ballast, checks | 10.1 M rows | 5.00 | 2.50 | 500 |  |  |');
  });

  it('judges each target by what was measured', () => {
    const lines = report().split('\n');
    const target = (title: string) => lines.find((line) => line.startsWith(`| ${title}`));
    expect(target('CPU of the checks over')).toBe(
      '| CPU of the checks over the hand-written query | 1.3 | 1.25 | met |',
    );
    expect(target('Memory of checks and split at 30.3')).toContain('| 1.20 | **not met** |');
    expect(target('CPU of checks and split over Great')).toContain('|  | not measured |');
  });

  it('takes a target that is just met as met', () => {
    const equal = [row('ballast, checks', '10.1 M rows', 5.2, 1), row('duckdb', '10.1 M rows', 4, 1)];
    expect(report(equal)).toContain('| 1.3 | 1.30 | met |');
  });

  it('says what was not measured, and why, on one line', () => {
    const text = renderReport({
      machine,
      date: '2026-01-01',
      repeat: 1,
      measurements: [],
      omissions: [{ task: 'lineage', who: 'ballast', size: '100,000 edges', reason: 'it\nended with 1' }],
    });
    expect(text).toContain('Not measured: ballast, 100,000 edges: it ended with 1');
  });

  it('prints what a script of ours measured inside', () => {
    const online: Measurement = {
      ...row('ballast', '1 and 100 entities', 1, 1),
      task: 'online',
      answer: { figures: { p99_ms_1: 7.5 } },
    };
    expect(report([online])).toContain('| p99_ms_1 | 7.5 |');
    expect(report([online])).toContain('| p99 for 1 entity, ms | 15 | 7.50 | met |');
  });
});

describe('what is measured', () => {
  const commands = benchCommands({ data: '/nowhere', scratch: '/scratch' });

  it('leaves out sizes whose file is not there', () => {
    expect(commands.filter(({ script }) => script === 'contract.ts')).toEqual([]);
  });

  it('has a target for each task', () => {
    expect(new Set(targets.map(({ task }) => task))).toEqual(new Set([...commands.map(({ task }) => task)]));
  });
});

describe('options', () => {
  it('has defaults', () => {
    expect(readOptions(['--data', '/d'], '/checkout')).toMatchObject({
      data: '/d',
      venvs: null,
      peers: '/checkout/bench/peers',
      repeat: 2,
      skipSlow: false,
      report: '/checkout/docs/benchmarks.md',
    });
  });

  it.each([
    [[], 'give --data'],
    [['--data', 'd', '--repeat', '0'], "Cannot repeat '0' times"],
    [['--data', 'd', '--only', 'drift'], "Cannot measure 'drift': expected one of contract"],
  ])('refuses %j', (args, message) => {
    expect(() => readOptions(args, '/checkout')).toThrow(message);
  });
});
