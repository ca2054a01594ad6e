import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeEndpointCommand,
  DescribeTrainingJobCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './support/eventually.ts';
import type { HistoryItem, RunItem } from './support/items.ts';
import { openTwin, type Twin } from './support/open-twin.ts';
import { readInbox } from './support/read-inbox.ts';
import { Registry } from './support/registry.ts';
import { askBallast, runBallast } from './support/run-ballast.ts';

const model = 'flight-delay';
const sagemaker = new SageMakerClient({});
const stepFunctions = new SFNClient({});
let twin: Twin;
let registry: Registry;

beforeAll(async () => {
  twin = await openTwin();
  registry = new Registry(twin.table);
});

/** What callers are served by, as SageMaker and the registry have it. */
async function served() {
  const { EndpointConfigName, EndpointStatus, ProductionVariants } = await sagemaker.send(
    new DescribeEndpointCommand({ EndpointName: `${twin.stack}-${model}` }),
  );
  const variants = (ProductionVariants ?? []).map(({ VariantName, CurrentWeight }) => [
    VariantName,
    CurrentWeight,
  ]);
  const history: HistoryItem[] = await registry.history(model);
  const versions = (await registry.modelVersions(model)).map(({ version }) => version);
  return { EndpointConfigName, EndpointStatus, variants, history, versions };
}

const execution = (runId: string): string =>
  `arn:aws:states:${twin.state.region}:${twin.state.account}:execution:${twin.stack}-release:${runId}`;

describe('a training script that fails', () => {
  const code = mkdtempSync(join(tmpdir(), 'ballast-test-code-'));
  // Different in each run: the same code and data would be the same training job.
  const message = `no runway is free, ${Date.now()}`;
  let before: Awaited<ReturnType<typeof served>>;
  let run: RunItem;

  beforeAll(async () => {
    writeFileSync(
      join(code, 'train.py'),
      [
        'def taxi():',
        '    print("taxiing to the runway", flush=True)',
        `    raise RuntimeError("${message}")`,
        '',
        'taxi()',
        '',
      ].join('\n'),
    );
    before = await served();
    const { runId } = await askBallast<{ runId: string }>(
      ...['release', model, '--code', code, '--reason', 'a new script'],
    );
    run = await eventually(
      `the end of run ${runId}`,
      async () =>
        (await registry.runs(model)).find((item) => item.runId === runId && item.status !== 'running'),
      90,
    );
  });
  afterAll(() => rmSync(code, { recursive: true, force: true }));

  it('fails its release in training, with the last lines of the script', async () => {
    expect(run).toMatchObject({ status: 'failed', step: 'train', cause: { kind: 'command' } });
    expect(run.failure?.reason).toContain(message);
    expect(run.failure?.logTail[0]).toBe('Traceback (most recent call last):');
    expect(run.failure?.logTail.at(-1)).toContain(`RuntimeError: ${message}`);
    expect(run.version).toBeUndefined();
    const { status } = await stepFunctions.send(
      new DescribeExecutionCommand({ executionArn: execution(run.runId) }),
    );
    expect(status).toBe('FAILED');
  });

  it('is a failed job of SageMaker, which gives the same reason', async () => {
    const job = await sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: run.trainingJob }));
    expect(job.TrainingJobStatus).toBe('Failed');
    expect(job.FailureReason).toContain(message);
  });

  it('is shown by `ballast status`, as data and to people, and by `ballast logs`', async () => {
    const { models } = await askBallast<{
      models: { failure: { runId: string; step: string; reason: string; logTail: string[] } | null }[];
    }>('status', model);
    expect(models[0]?.failure).toMatchObject({ runId: run.runId, step: 'train' });
    expect(models[0]?.failure?.logTail).toEqual(run.failure?.logTail);

    const { code: ended, stdout } = await runBallast('status', model);
    expect(ended).toBe(0);
    expect(stdout).toContain(`RuntimeError: ${message}`);
    expect(stdout).toContain('raise RuntimeError');

    const logs = await runBallast('logs', run.trainingJob!);
    expect(logs.stdout).toContain('taxiing to the runway');
  });

  it('pages its owner with the same lines', async () => {
    const page = await eventually('the page', () =>
      readInbox(twin.state.inboxDirectory).find(({ text }) => text.includes(`release-failed-${run.runId},`)),
    );
    expect(page.subject).toBe(`[dev] PAGE ${model}: a release failed in training`);
    for (const line of run.failure!.logTail) expect(page.line('What')).toContain(line.trim());
    expect(page.line('What')).toContain('What serves stays as it is.');
    expect(page.line('Owner')).toBe('flight-operations');
    expect(page.line('What to do')).toContain(`npx ballast release ${model}`);
    expect(page.line('Runbook')).toBe('docs/runbook/release-failed.md');
  });

  it('changes nothing that is served, and registers nothing', async () => {
    expect(await served()).toEqual(before);
  });
});

describe('declining a version', () => {
  const version = 4;
  const decide = (...words: string[]) => runBallast('approve', model, String(version), ...words);
  const approval = async () =>
    (await registry.modelVersions(model)).find((item) => item.version === version)!.approval;

  it('needs a reason', async () => {
    const { code, stderr } = await decide('--decline');
    expect(code).toBe(2);
    expect(stderr).toContain('--reason');
  });

  it('is recorded with who and why, and ends its release without a rollout', async () => {
    const before = await served();
    const { code, stderr } = await decide(
      ...['--decline', '--by', 'flight-operations', '--reason', 'July is not in it'],
    );
    expect([code, stderr]).toEqual([0, expect.stringContaining('Target: twin')]);
    expect(await approval()).toMatchObject({
      ...{ status: 'declined', by: 'flight-operations', reason: 'July is not in it' },
    });
    const run = (await registry.runs(model)).find((item) => item.version === version)!;
    await eventually(`the end of run ${run.runId}`, async () => {
      const { status } = await stepFunctions.send(
        new DescribeExecutionCommand({ executionArn: execution(run.runId) }),
      );
      return status === 'SUCCEEDED' ? true : null;
    });
    const rollouts = await registry.rollouts(model);
    expect(rollouts.map((rollout) => rollout.version)).not.toContain(version);
    expect(await served()).toEqual(before);
  });

  it('stands: whoever approves it later is told who decided', async () => {
    const declined = await approval();
    const { code, stdout, stderr } = await decide('--by', 'somebody else', '--reason', 'it looks fine');
    expect(code).toBe(4);
    expect(stdout).toBe('');
    expect(stderr).toContain('flight-operations has declined it');
    expect(stderr).toContain('July is not in it');
    expect(await approval()).toEqual(declined);
  });
});
