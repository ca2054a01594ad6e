import { describe, expect, it } from 'vitest';
import { noStyle } from '../../../cli/style.ts';
import { type ModelFacts, modelStatus, renderStatus, statusView } from '../../../cli/views/status.ts';
import type { ModelDefinition } from '../../../core/registry/model-definition.ts';
import { datasetVersion, modelVersion, page, rollout, run, serving } from '../records.ts';

const now = new Date('2026-11-22T20:00:00.000Z');
const approved = { status: 'approved', by: 'lead', at: now.toISOString(), reason: 'fine' } as const;

const definition = {
  name: 'flight-delay',
  owner: { name: 'flight-operations' },
  rollout: { steps: [10, 50, 100] },
} as unknown as ModelDefinition;

const facts = (change: Partial<ModelFacts> = {}): ModelFacts => ({
  definition,
  serving: null,
  versions: [],
  runs: [],
  rollouts: [],
  ...change,
});

describe('what serves', () => {
  const stepping = rollout({ phase: 'stepping', step: 0, stepSince: now.toISOString(), baseline: 1 });

  it.each([
    ['nothing before the first release', null, [], []],
    ['the live version alone', serving(), [], [{ version: 1, weight: 100 }]],
    [
      'both while a step lasts',
      serving(),
      [stepping],
      [
        { version: 1, weight: 90 },
        { version: 2, weight: 10 },
      ],
    ],
    [
      'all of it the candidate at 100 %',
      serving(),
      [{ ...stepping, step: 2 }],
      [
        { version: 1, weight: 0 },
        { version: 2, weight: 100 },
      ],
    ],
    [
      'not the candidate before it has its weight',
      serving(),
      [{ ...stepping, stepSince: null }],
      [{ version: 1, weight: 100 }],
    ],
    [
      'not the candidate of a rollout that has ended',
      serving(),
      [{ ...stepping, phase: 'rolled-back' as const }],
      [{ version: 1, weight: 100 }],
    ],
  ])('is %s', (_what, record, rollouts, weights) => {
    expect(modelStatus(facts({ serving: record, rollouts })).weights).toEqual(weights);
  });
});

describe('the rollout', () => {
  it('is the one that runs, even if another has been started since', () => {
    const running = rollout({ rolloutId: 'a', phase: 'stepping' });
    const refused = rollout({ rolloutId: 'b', phase: 'refused' });
    expect(modelStatus(facts({ rollouts: [running, refused] })).rollout).toMatchObject({
      rolloutId: 'a',
      running: true,
    });
    expect(modelStatus(facts({ rollouts: [refused] })).rollout).toMatchObject({
      rolloutId: 'b',
      running: false,
    });
  });
});

describe('the last failure', () => {
  const failure = { reason: 'train.py ended with exit code 1', logTail: ['one', 'two'] };
  const failed = run({ runId: 'failed', status: 'failed', failure, finishedAt: '2026-11-22T19:58:00.000Z' });

  it('stays in sight until a later release went well', () => {
    expect(modelStatus(facts({ runs: [failed] })).failure).toMatchObject({
      runId: 'failed',
      logTail: ['one', 'two'],
    });
    expect(modelStatus(facts({ runs: [failed, run()] })).failure?.runId).toBe('failed');
    expect(modelStatus(facts({ runs: [failed, run({ status: 'registered' })] })).failure).toBeNull();
    expect(modelStatus(facts({ runs: [run({ status: 'registered' }), failed] })).failure?.runId).toBe(
      'failed',
    );
  });
});

describe('the text', () => {
  const view = (models: readonly ModelFacts[]) =>
    statusView({
      target: 'twin at https://127.0.0.1:1, environment dev',
      stack: { status: 'UPDATE_COMPLETE', updatedAt: '2026-11-22T19:40:00.000Z' },
      datasets: [
        { dataset: 'flights', newest: datasetVersion() },
        { dataset: 'weather', newest: null },
      ],
      models,
      pages: Array.from({ length: 9 }, (_, index) => page({ pageId: `p-${index}`, title: `page ${index}` })),
    });
  const busy = facts({
    serving: serving(),
    versions: [modelVersion({ approval: approved }), modelVersion({ version: 2 })],
    runs: [run({ status: 'waiting-for-approval', version: 2 })],
    rollouts: [
      rollout({
        phase: 'rolled-back',
        reason: 'errors 30 % of 50 requests',
        updatedAt: '2026-11-22T19:59:00.000Z',
      }),
    ],
  });

  it('says what waits for whom, with the command, and what did not make it', () => {
    const text = renderStatus(view([busy]), now, noStyle);
    expect(text).toContain('ballast approve flight-delay 2');
    expect(text).not.toContain('ballast approve flight-delay 1');
    expect(text).toContain('flight-delay release of v2 rolled-back: errors 30 % of 50 requests');
    expect(text).toMatch(/flight-delay\s+flight-operations\s+v1 100 %\s+0\.731/);
    expect(text).toMatch(/weather\s+-\s+-\s+-\s+-\s+-/);
  });

  it('fits a screen with two models that both have something to say', () => {
    expect(renderStatus(view([busy, busy]), now, noStyle).split('\n').length).toBeLessThanOrEqual(24);
  });

  it('shows the newest pages only', () => {
    const text = renderStatus(view([facts()]), now, noStyle);
    expect(text).toContain('page 8');
    expect(text).not.toContain('page 3');
  });

  it('shows a rollback that was asked for as no fault', () => {
    const back = rollout({ purpose: 'rollback', phase: 'rolled-back', reason: 'done' });
    expect(renderStatus(view([facts({ rollouts: [back] })]), now, noStyle)).not.toContain('Needs somebody');
  });
});
