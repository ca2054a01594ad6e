import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { snapshotPath } from '../../core/datasets/table-snapshot.ts';
import {
  datasetVersionKey,
  driftReportKey,
  modelVersionKey,
  pageKey,
  rolloutKey,
  runKey,
  servingKey,
  uploadKey,
} from '../../core/registry/keys.ts';
import { FakeTarget } from './fake-target.ts';
import {
  datasetVersion,
  driftReport,
  modelVersion,
  page,
  rollout,
  run,
  serving,
  tableSnapshot,
  upload,
} from './records.ts';
import { runBallast } from './run-ballast.ts';
import { runHere as ballast, startTargetHere } from './run-here.ts';

let target: FakeTarget;
const callsTo = (call: string) => target.calls.filter((seen) => seen.call === call);

beforeAll(async () => {
  target = await startTargetHere();
});
beforeEach(() => target.reset());
afterAll(() => target.stop());

describe('the launcher', () => {
  it('starts from its source and says nothing but the answer', async () => {
    target.put(servingKey('flight-delay'), serving());
    const { code, stdout, stderr } = await runBallast(target.url, ['status']);
    expect(stderr).toBe('');
    expect(stdout).toContain('v1 100 %');
    expect(code).toBe(0);
  });
});

describe('status', () => {
  it('shows what serves, what waits and what failed, without colour where there is no terminal', async () => {
    target.put(datasetVersionKey('flights', 2), datasetVersion());
    target.put(modelVersionKey('flight-delay', 1), modelVersion());
    target.put(servingKey('flight-delay'), serving());
    const failure = { reason: 'train.py ended with exit code 1', logTail: ['ValueError: \u001b[31mno rows'] };
    target.put(runKey('flight-delay', 'run-9'), run({ runId: 'run-9', status: 'failed', failure }));
    target.put(pageKey('flight-operations', 'p-1'), page());
    const { code, stdout, stderr } = await ballast('status');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('environment dev');
    expect(stdout).toMatch(/flights\s+2\s+78,981\s+2013-01-01\s+2013-03-31/);
    expect(stdout).toContain('v1 100 %');
    expect(stdout).toContain('ballast approve flight-delay 1');
    expect(stdout).toContain('train.py ended with exit code 1');
    expect(stdout).toContain('ValueError: \\u001b[31mno rows');
    expect(stdout).toContain('flight-delay v2 was rolled back');
    expect(stdout).not.toContain('\u001b');
  });

  it('prints one JSON value with --json, before or after the command', async () => {
    target.put(servingKey('flight-delay'), serving());
    for (const words of [
      ['status', 'flight-delay', '--json'],
      ['--json', 'status', 'flight-delay'],
    ]) {
      const { stdout } = await ballast(...words);
      expect(JSON.parse(stdout).models[0]).toMatchObject({
        model: 'flight-delay',
        live: 1,
        weights: [{ version: 1, weight: 100 }],
      });
    }
  });
});

describe('approve', () => {
  it('says where, decides, and answers what follows', async () => {
    const approval = {
      status: 'approved',
      by: 'operator',
      at: '2026-11-22T20:00:00.000Z',
      reason: 'metrics read',
    };
    target.onFunction('ballast-dev-decide-approval', {
      result: { model: 'flight-delay', version: 2, approval, resumed: true },
    });
    const { code, stdout, stderr } = await ballast(
      'approve',
      'flight-delay',
      'v2',
      '--reason',
      'metrics read',
    );
    expect(code).toBe(0);
    expect(stderr).toContain('Target: AWS account 123456789012 in eu-west-1');
    expect(stdout).toContain("Version 2 of 'flight-delay' is approved by operator (metrics read)");
    expect(callsTo('Lambda.Invoke ballast-dev-decide-approval')[0]?.input).toEqual({
      model: 'flight-delay',
      version: 2,
      decision: 'approved',
      by: 'arn:aws:iam::123456789012:user/operator',
      reason: 'metrics read',
    });
  });

  it('exits with 4 when a rule forbids it, and repeats the rule', async () => {
    const thrown =
      "Cannot mark version 2 of 'flight-delay' as approved: it was declined; release a new version";
    target.onFunction('ballast-dev-decide-approval', { thrown });
    const { code, stdout, stderr } = await ballast('approve', 'flight-delay', '2');
    expect(code).toBe(4);
    expect(stdout).toBe('');
    expect(stderr).toContain(thrown);
  });

  it('wants a reason for declining, before anything is asked', async () => {
    const { code, stderr } = await ballast('approve', 'flight-delay', '2', '--decline');
    expect(code).toBe(2);
    expect(stderr).toContain('--reason');
    expect(target.calls).toEqual([]);
  });
});

describe('rollback', () => {
  const proof = {
    name: 'quiet-morning',
    variant: 'v1',
    probability: 0.12,
    milliseconds: 8.4,
    calls: 3,
    passed: true,
    reason: 'a probability from 0 to 0.5 in 8.4 ms',
  };

  /** The record as the machine would write it: nothing at first, then underway, then its end. */
  const plays = (end: Partial<ReturnType<typeof rollout>>) => {
    target.on('SFN.StartExecution', (input) => {
      const { rolloutId, requestedBy } = JSON.parse(input.input as string);
      const at = '2026-11-22T20:00:01.000Z';
      const begun = rollout({ rolloutId, purpose: 'rollback', requestedBy, version: 1, baseline: 2 });
      const underway = {
        ...begun,
        phase: 'rolling-back' as const,
        story: [...begun.story, { at, phase: 'rolling-back' as const, reason: 'callers go back to v1' }],
      };
      target.put(rolloutKey('flight-delay', rolloutId), underway);
      target.on('SFN.DescribeExecution', () => {
        target.put(rolloutKey('flight-delay', rolloutId), { ...underway, ...end });
        return { body: { status: 'RUNNING' } };
      });
      return { body: { executionArn: 'arn', startDate: 1 } };
    });
  };

  it('starts before it reads anything, follows each phase, and shows the proof', async () => {
    plays({ phase: 'rolled-back', reason: 'v1 serves alone', lastGolden: [proof] });
    const { code, stdout, stderr } = await ballast('rollback', 'flight-delay', '--reason', 'practice');
    expect(stderr).toContain('rolling-back: callers go back to v1');
    expect(stderr).toContain('rolled-back: v1 serves alone');
    expect(code).toBe(0);
    expect(stdout).toContain("'flight-delay' is back on version 1, from version 2");
    expect(stdout).toMatch(/quiet-morning\s+v1\s+0\.120\s+8\.4\s+passed/);
    const names = target.calls.map(({ call }) => call);
    expect(names.slice(0, 2)).toEqual(['STS.GetCallerIdentity', 'SFN.StartExecution']);
    const started = callsTo('SFN.StartExecution')[0]?.input as Record<string, string>;
    expect(started.stateMachineArn).toBe(
      'arn:aws:states:eu-west-1:123456789012:stateMachine:ballast-dev-rollout',
    );
    expect(JSON.parse(started.input!)).toMatchObject({
      model: 'flight-delay',
      rolloutId: started.name,
      kind: 'rollback',
      version: null,
      reason: 'practice',
    });
  });

  it.each([
    ['refused', 4],
    ['failed', 1],
    ['superseded', 1],
  ] as const)('exits with another code when it ends as %s', async (phase, expected) => {
    plays({ phase, reason: 'there is no version to go back to' });
    const { code, stdout, stderr } = await ballast('rollback', 'flight-delay');
    expect(code).toBe(expected);
    expect(stderr).toContain('there is no version to go back to');
    expect(stdout).toContain('is not rolled back');
  });

  it('starts although the stack cannot be read, and ends when the machine has failed', async () => {
    target.on('CloudFormation.DescribeStacks', () => ({
      error: 'AccessDenied',
      message: 'no DescribeStacks',
    }));
    target.on('SFN.StartExecution', () => ({ body: { executionArn: 'arn', startDate: 1 } }));
    target.on('SFN.DescribeExecution', () => ({
      body: { status: 'FAILED', error: 'States.TaskFailed', cause: 'out of memory' },
    }));
    const { code, stderr } = await ballast('rollback', 'flight-delay');
    expect(code).toBe(1);
    expect(stderr).toContain('no DescribeStacks');
    expect(stderr).toContain('States.TaskFailed: out of memory');
  });

  it('exits with 6 when the deadline comes first', async () => {
    target.on('SFN.StartExecution', () => ({ body: { executionArn: 'arn', startDate: 1 } }));
    target.on('SFN.DescribeExecution', () => ({ body: { status: 'RUNNING' } }));
    const { code, stderr } = await ballast('rollback', 'flight-delay', '--deadline', '1');
    expect(code).toBe(6);
    expect(stderr).toContain('it goes on');
  });
});

describe('release', () => {
  it('packs a folder over the model, uploads it once per content, and starts', async () => {
    const bodies: string[] = [];
    const decision = { model: 'flight-delay', answer: 'due', reason: 'asked for', runId: 'run-7' };
    target.onFunction('ballast-dev-start-release', { result: { decisions: [decision] } });
    const folder = mkdtempSync(join(tmpdir(), 'ballast-test-'));
    try {
      writeFileSync(join(folder, 'inference.py'), '# other\n');
      for (let time = 0; time < 2; time++) {
        const { code, stdout, stderr } = await ballast(
          'release',
          'flight-delay',
          '--code',
          folder,
          '--reason',
          'try',
        );
        expect(stderr).toContain('Packed');
        expect(stdout).toContain('Release run-7 runs');
        expect(code).toBe(0);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
    for (const { call } of target.calls) if (call.startsWith('PUT ')) bodies.push(call);
    expect(bodies).toHaveLength(2);
    expect(bodies[0]).toBe(bodies[1]);
    const [first, second] = callsTo('Lambda.Invoke ballast-dev-start-release').map(({ input }) => input);
    const { code } = first as { code: { uri: string; digest: string } };
    expect(code.uri).toBe(`s3://models/code/flight-delay/${code.digest}/sourcedir.tar.gz`);
    expect(first).toMatchObject({ model: 'flight-delay', cause: { kind: 'command', reason: 'try' } });
    expect(first?.requestId).not.toBe(second?.requestId);
  });

  it('exits with 4 when it is not due, with the reason', async () => {
    const decision = {
      model: 'flight-delay',
      answer: 'not-due',
      reason: 'no data yet in flights',
      runId: null,
    };
    target.onFunction('ballast-dev-start-release', { result: { decisions: [decision] } });
    const { code, stderr } = await ballast('release', 'flight-delay');
    expect(code).toBe(4);
    expect(stderr).toContain('no data yet in flights');
  });
});

describe('predict', () => {
  it('asks the function, with a request from stdin', async () => {
    target.onFunction('ballast-dev-predict', {
      result: { status: 200, body: { id: 'AA-1', probability: 0.31, variant: 'v2', version: 2 } },
    });
    const { code, stdout } = await runBallast(
      target.url,
      ['predict', 'flight-delay', '--request', '-'],
      {},
      '{"carrier":"AA"}',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/probability\s+0\.31/);
    expect(callsTo('Lambda.Invoke ballast-dev-predict')[0]?.input).toEqual({
      model: 'flight-delay',
      request: { carrier: 'AA' },
    });
  });

  it('shows why a request was refused and exits with 4', async () => {
    target.onFunction('ballast-dev-predict', {
      result: { status: 400, body: { error: 'carrier is missing' } },
    });
    const { code, stdout, stderr } = await ballast('predict', 'flight-delay', '--request', '{}', '--json');
    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toEqual({ status: 400, body: { error: 'carrier is missing' } });
    expect(stderr).toContain('status is 400');
  });

  it.each(['{', '[1]', '@/nonexistent/request.json'])('does not take %s for a request', async (request) => {
    const { code, stderr } = await ballast('predict', 'flight-delay', '--request', request);
    expect(code).toBe(2);
    expect(stderr).toContain('Cannot');
    expect(target.calls).toEqual([]);
  });
});

describe('reading commands', () => {
  it('versions: newest first, with metrics, data and approval', async () => {
    target.put(servingKey('flight-delay'), serving({ live: 2, lastKnownGood: 1 }));
    for (const version of [1, 2, 10])
      target.put(modelVersionKey('flight-delay', version), modelVersion({ version }));
    const { code, stdout } = await ballast('versions', 'flight-delay');
    expect(code).toBe(0);
    const lines = stdout.trim().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['VERSION', 'v10', 'v2', 'v1']);
    expect(lines[2]).toMatch(/v2\s+live\s+0\.731\s+0\.512\s+0\.487\s+0\.310\s+flights@2 weather@0/);
    expect(lines[3]).toContain('last known good');
  });

  it('models, pages, uploads, lineage and drift', async () => {
    target.put(modelVersionKey('flight-delay', 1), modelVersion());
    target.put(servingKey('flight-delay'), serving());
    target.put(datasetVersionKey('flights', 2), datasetVersion());
    target.put(
      datasetVersionKey('weather', 0),
      datasetVersion({ dataset: 'weather', version: 0, parent: null }),
    );
    for (const record of [datasetVersion(), datasetVersion({ dataset: 'weather', version: 0 })]) {
      const root = `data/datasets/${record.dataset}/`;
      target.putObject(`${root}${snapshotPath(record.version)}`, tableSnapshot(record));
    }
    target.put(uploadKey('flights', 'u-1'), upload());
    target.put(pageKey('flight-operations', 'p-1'), page());
    target.put(driftReportKey('flight-delay', '1'), driftReport({ reportId: '1', drifted: false }));
    target.put(driftReportKey('flight-delay', '2'), driftReport());
    const shown = async (...words: string[]) => {
      const { code, stdout, stderr } = await ballast(...words);
      expect(stderr).toBe('');
      expect(code).toBe(0);
      return stdout;
    };
    expect(await shown('models')).toMatch(/flight-delay\s+flight-operations\s+v1\s+1\s+0\.731/);
    expect(await shown('pages')).toContain('to do    Read the log of the endpoint.');
    expect(await shown('uploads', 'flights')).toContain('column:carrier:one-of ×3, rule:lands ×1');
    expect(await shown('lineage', 'flights@2')).toContain('flight-delay@1');
    expect(await shown('lineage', 'flights')).toContain('flights@2');
    const lineage = await shown('lineage', 'flight-delay@1');
    expect(await shown('lineage', 'flight-delay')).toBe(lineage);
    expect(lineage).toContain('s3://data/landing/flights/flights-2013-03.csv version v-1, uploaded by feed');
    expect(lineage).toContain('weather@0');
    expect(await shown('drift', 'flight-delay')).toContain('Drifted: performance');
  });

  it('drift --check measures first, and says when there was nothing to measure', async () => {
    target.onFunction('ballast-dev-check-drift', {
      result: { checks: [{ model: 'flight-delay', status: 'nothing-new' }] },
    });
    target.put(driftReportKey('flight-delay', '2'), driftReport());
    const { code, stdout, stderr } = await ballast('drift', 'flight-delay', '--check');
    expect(code).toBe(0);
    expect(stderr).toContain('No new report: nothing was captured');
    expect(stdout).toContain('Drifted');
  });

  it('logs: a function by its name, the newest lines last', async () => {
    target.on('Logs.FilterLogEvents', ({ logGroupName, nextToken }) => ({
      body:
        nextToken === undefined
          ? {
              events: [{ timestamp: 1_000, logStreamName: 's', message: `in ${logGroupName}\n` }],
              nextToken: 'more',
            }
          : { events: [{ timestamp: 2_000, logStreamName: 's', message: 'later\u001b[2J' }] },
    }));
    const { code, stdout } = await ballast('logs', 'predict', '--since', '2d');
    expect(code).toBe(0);
    expect(stdout).toBe(
      '1970-01-01 00:00:01Z  in /aws/lambda/ballast-dev-predict\n1970-01-01 00:00:02Z  later\\u001b[2J\n',
    );
  });
});

describe('exit codes', () => {
  it.each([
    [2, ['frobnicate']],
    [2, ['status', '--env', 'moon']],
    [2, ['lineage', 'flights 3']],
    [3, ['lineage', 'flights']],
    [3, ['lineage', 'flight-delay']],
    [3, ['versions', 'flight-delay']],
    [3, ['versions', 'no-such-model']],
    [3, ['lineage', 'flight-delay@7']],
    [3, ['lineage', 'nothing@7']],
    [3, ['drift', 'flight-delay']],
    [3, ['uploads', 'no-such-dataset']],
  ] as const)('%i: ballast %j', async (expected, words) => {
    const { code, stdout, stderr } = await ballast(...words);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).not.toContain('    at ');
    expect(stderr.trim()).not.toBe('');
  });

  it('3 when the stack is not deployed', async () => {
    target.on('CloudFormation.DescribeStacks', () => ({
      error: 'ValidationError',
      message: 'Stack with id ballast-dev does not exist',
    }));
    const { code, stderr } = await ballast('status');
    expect(code).toBe(3);
    expect(stderr).toContain('npx cdk deploy -c env=dev');
  });

  it('5 when nobody answers, and a stack trace only with --debug', async () => {
    const silent = await FakeTarget.start();
    const { url } = silent;
    await silent.stop();
    const { code, stderr } = await runBallast(url, ['status']);
    expect(code).toBe(5);
    expect(stderr).toContain('ECONNREFUSED');
    expect(stderr).not.toContain('    at ');
    const debugged = await runBallast(url, ['status', '--debug']);
    expect(debugged.stderr).toContain('    at ');
  });

  it('5 when these credentials may not', async () => {
    target.on('DynamoDB.Query', () => ({ error: 'AccessDeniedException', message: 'not allowed to Query' }));
    const { code, stderr } = await ballast('versions', 'flight-delay');
    expect(code).toBe(5);
    expect(stderr).toContain('not allowed to Query');
  });
});
