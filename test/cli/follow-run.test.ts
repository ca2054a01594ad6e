import { describe, expect, it } from 'vitest';
import { CliError } from '../../cli/cli-error.ts';
import { followRun } from '../../cli/follow-run.ts';
import type { RunRecord } from '../../core/registry/records.ts';
import { run } from './records.ts';

/** Follows a run that looks like each of `looks` in turn, and says what was said of it. */
async function follow(looks: readonly (Partial<RunRecord> | null)[], deadlineInSeconds = 60) {
  const said: string[] = [];
  const left = looks.map((look) => (look === null ? null : run({ status: 'running', ...look })));
  const ended = await followRun({
    read: async () => (left.length > 1 ? left.shift()! : left[0]!),
    runId: 'run-1',
    deadlineInSeconds,
    say: (message) => said.push(message),
    later: 'it goes on',
    pollInMilliseconds: 1,
  }).catch((error: unknown) => error);
  return { said, ended };
}

describe('followRun', () => {
  it('says each step once, however often it looks', async () => {
    const { said } = await follow([
      null,
      { step: 'features' },
      { step: 'features' },
      { step: 'train' },
      { step: 'train', status: 'failed' },
    ]);
    expect(said).toEqual(['features …', 'train …']);
  });

  it('says the steps that came and went between two looks, and the one that the run ended in', async () => {
    const { said, ended } = await follow([{ step: 'train' }, { step: 'gate', status: 'compared' }]);
    expect(said).toEqual(['features …', 'train …', 'evaluate …', 'gate …']);
    expect(ended).toMatchObject({ step: 'gate', status: 'compared' });
  });

  it('ends at its deadline with the step that the run is in', async () => {
    const { ended } = await follow([{ step: 'evaluate' }], 0.01);
    expect(ended).toBeInstanceOf(CliError);
    expect((ended as CliError).message).toMatch(
      /run-1 .* \(evaluate\); it goes on; wait longer with --deadline$/,
    );
  });

  it('says at its deadline that the run has not begun', async () => {
    const { ended } = await follow([null], 0.01);
    expect((ended as CliError).message).toContain('(not begun)');
  });
});
