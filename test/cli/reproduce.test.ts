import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { modelVersionKey, runKey } from '../../core/registry/keys.ts';
import type { RunRecord } from '../../core/registry/records.ts';
import type { ArtifactComparison } from '../../core/training/artifact-comparison.ts';
import { reproductionId } from '../../core/training/new-reproduction.ts';
import type { FakeTarget } from './fake-target.ts';
import { modelVersion, run } from './records.ts';
import { runHere as ballast, startTargetHere } from './run-here.ts';

const model = 'flight-delay';
const startRelease = 'ballast-dev-start-release';
const digest = `sha256:${'1'.repeat(64)}`;
const idOf = (request: string, version = 1) => reproductionId(model, version, request);
const compared = (
  artifact: ArtifactComparison['artifact'],
  verdict: ArtifactComparison['verdict'],
  detail: string,
  ...reasons: string[]
): ArtifactComparison => ({ artifact, verdict, detail, reasons });
const same = compared('inputs', 'identical', 'datasets and features');

let target: FakeTarget;
beforeAll(async () => {
  target = await startTargetHere();
});
beforeEach(() => {
  target.reset();
  target.put(modelVersionKey(model, 1), modelVersion({ image: '1.dkr/sagemaker-xgboost:3.0-5' }));
});
afterAll(() => target.stop());

/** The record as the machine would write it. */
const reproduction = (runId: string, change: Partial<RunRecord>) =>
  target.put(runKey(model, runId), run({ runId, step: 'gate', ...change }));
const answer = (decision: { readonly reason: string; readonly runId: string | null }) =>
  target.onFunction(startRelease, { result: { decisions: [{ model, ...decision }] } });
const ended = (comparison: readonly ArtifactComparison[]): Partial<RunRecord> => ({
  status: 'compared',
  finishedAt: '2026-11-22T19:51:17.000Z',
  comparison,
});
const invoked = () => target.calls.filter(({ call }) => call === `Lambda.Invoke ${startRelease}`);

describe('reproduce', () => {
  it('starts a reproduction, follows its steps, and says what each artifact is', async () => {
    answer({ reason: 'operator asked for it', runId: idOf('a') });
    const nearly = compared('model', 'equal-within-tolerance', 'model.ubj differ, but 5 predictions do not');
    reproduction(idOf('a'), ended([same, nearly]));
    const { code, stdout, stderr } = await ballast('reproduce', `${model}@1`);
    expect(stderr).toContain(`Reproduction ${idOf('a')} runs: operator asked for it`);
    expect(stderr).toContain('train …');
    expect(stdout).toContain(`${model}@1 was made again in 17 s`);
    expect(stdout).toContain('image sagemaker-xgboost:3.0-5, tag only');
    expect(stdout).toMatch(/inputs\s+identical\s+datasets and features/);
    expect(stdout).toMatch(/model\s+equal within tolerance\s+model\.ubj differ/);
    expect(code).toBe(0);
    expect(invoked()[0]?.input).toMatchObject({
      model,
      reproduce: { version: 1, by: 'arn:aws:iam::123456789012:user/operator' },
    });
  });

  it('exits with 1 where an artifact differs, and says which and why', async () => {
    answer({ reason: 'operator asked for it', runId: idOf('a') });
    const rows = compared(
      'training set',
      'differs',
      'truth/train.parquet: 3 rows',
      `Ballast's commit "a" → "b"`,
    );
    const follows = compared('model', 'differs', 'model.ubj', 'follows from the training set');
    reproduction(idOf('a'), ended([same, rows, follows]));
    const { code, stdout, stderr } = await ballast('reproduce', `${model}@1`);
    expect(code).toBe(1);
    expect(stderr).toContain(`${model}@1 differs when made again: training set, model`);
    expect(stdout).toContain(`truth/train.parquet: 3 rows (Ballast's commit "a" → "b")`);
    expect(stdout).toContain('follows from the training set');
  });

  it('names the image by its digest where that was recorded', async () => {
    const version = modelVersion({ image: '1.dkr/sagemaker-xgboost:3.0-5', imageDigest: digest });
    target.put(modelVersionKey(model, 1), version);
    reproduction(idOf('a'), ended([same]));
    const shown = await ballast('reproduce', `${model}@1`, '--last');
    expect(shown.stdout).toContain('image sagemaker-xgboost:3.0-5, sha256:111111111111,');
    const json = await ballast('reproduce', `${model}@1`, '--last', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ imageDigest: digest, reproduced: true });
    const versions = await ballast('versions', model);
    expect(versions.stdout).toContain('sagemaker-xgboost:3.0-5, sha256:111111111111');
  });

  it('exits with 4 where what it needs is gone, and repeats each', async () => {
    const reason =
      'it was made from, or is compared with, what is not there any more: flights@2 was collected; its code: s3://code/a';
    answer({ reason, runId: null });
    const { code, stdout, stderr } = await ballast('reproduce', `${model}@1`);
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toContain(reason);
  });

  it('exits with 1 where a step failed, with the reason and the end of the log', async () => {
    answer({ reason: 'operator asked for it', runId: idOf('a') });
    const failure = { reason: 'training job j failed', logTail: ['ValueError: no rows'] };
    reproduction(idOf('a'), { status: 'failed', step: 'train', failure });
    const { code, stderr } = await ballast('reproduce', `${model}@1`);
    expect(code).toBe(1);
    expect(stderr).toContain('train failed: training job j failed\nValueError: no rows');
  });

  it('says at its deadline how the result is found later', async () => {
    answer({ reason: 'operator asked for it', runId: idOf('a') });
    reproduction(idOf('a'), { status: 'running', step: 'train' });
    const { code, stderr } = await ballast('reproduce', `${model}@1`, '--deadline', '1');
    expect(code).toBe(6);
    expect(stderr).toContain(`it goes on, \`ballast reproduce ${model}@1 --last\` shows what comes of it`);
  });
});

describe('reproduce --last', () => {
  it('shows the newest of the version, and starts nothing', async () => {
    // The newest is not the one whose id comes last.
    const [newest, ...older] = ['a', 'b', 'c'].map((request) => idOf(request)).sort();
    const differs = compared('metrics', 'differs', 'auc 0.7 → 0.8');
    reproduction(newest!, { ...ended([differs]), startedAt: '2026-11-23T19:00:00.000Z' });
    for (const id of older) {
      reproduction(id, { ...ended([same]), startedAt: '2026-11-22T19:00:00.000Z' });
    }
    // Versions 1 and 10 begin alike.
    reproduction(idOf('d', 10), { ...ended([same]), startedAt: '2026-11-24T19:00:00.000Z' });
    const { code, stdout, stderr } = await ballast('reproduce', `${model}@1`, '--last');
    expect(stderr).toContain(`Reproduction ${newest} was started at 2026-11-23T19:00:00.000Z`);
    expect(stdout).toContain('auc 0.7 → 0.8');
    expect(code).toBe(1);
    expect(invoked()).toEqual([]);
  });

  it('exits with 3 where there is none', async () => {
    const { code, stderr } = await ballast('reproduce', `${model}@1`, '--last');
    expect(code).toBe(3);
    expect(stderr).toContain('there is none yet');
    expect(invoked()).toEqual([]);
  });
});
