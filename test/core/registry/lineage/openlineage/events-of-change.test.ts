import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BackfillRecord } from '../../../../../core/datasets/backfill/backfill-record.ts';
import type {
  Change,
  EmissionContext,
  ToldRecord,
} from '../../../../../core/registry/lineage/openlineage/change.ts';
import { eventKey } from '../../../../../core/registry/lineage/openlineage/event-key.ts';
import { eventsOfChange } from '../../../../../core/registry/lineage/openlineage/events-of-change.ts';
import type { RunEvent } from '../../../../../core/registry/lineage/openlineage/run-event.ts';
import { runsOfRecord } from '../../../../../core/registry/lineage/openlineage/runs-of-record.ts';
import type { MaterialisationRecord, RunRecord, UploadRecord } from '../../../../../core/registry/records.ts';
import flightDelay from '../../../../../models/flight-delay/model.ts';
import { datasetVersion, modelVersion, run, upload } from '../../../../cli/records.ts';
import { schemaErrors } from './published-schemas.ts';

const context: EmissionContext = {
  environment: 'dev',
  dataBucket: 'data',
  modelBucket: 'models',
  table: 'registry',
  codeCommit: '0123abc',
  image: '1.dkr.ecr.eu-central-1.amazonaws.com/sagemaker-xgboost:3.0-5',
  contractOf: (dataset) => flightDelay.contracts.find((contract) => contract.dataset === dataset) ?? null,
  definitionOf: (model) => (model === flightDelay.name ? flightDelay : null),
  hasViews: (dataset) => dataset !== 'lonely',
};
const at = '2026-11-22T19:52:00.000Z';

/** The events of a record's life: it is written as each of these, one after the other. */
const life = <Kind extends ToldRecord>(...states: Kind[]): RunEvent[] =>
  states.flatMap((after, index) => {
    const change: Change<ToldRecord> = { before: states[index - 1] ?? null, after, at };
    return eventsOfChange(change, context);
  });
const said = (events: readonly RunEvent[]) => events.map(({ job, eventType }) => `${job.name} ${eventType}`);
const valid = (events: readonly RunEvent[]) => {
  expect(events.flatMap(schemaErrors)).toEqual([]);
  return events;
};

const checking = upload({ status: 'checking', datasetVersion: undefined, verdict: undefined });

describe('ingestion', () => {
  it.each([
    ['accepted', 'COMPLETE'],
    ['unchanged', 'COMPLETE'],
    ['rejected', 'FAIL'],
    ['superseded', 'ABORT'],
    ['vanished', 'ABORT'],
  ] as const)('that ends as %s is told as START and %s', (status, end) => {
    const ended = upload({ status, reason: 'a reason' });
    const events = valid(life(checking, ended, { ...ended, announcedAt: at }));
    expect(said(events)).toEqual(['ingestion.flights START', `ingestion.flights ${end}`]);
    expect(new Set(events.map((event) => event.run.runId)).size).toBe(1);
    const message = events[1]!.run.facets.errorMessage?.message;
    expect(message).toBe(end === 'COMPLETE' ? undefined : 'a reason');
  });

  it('is started once, however often it is taken over', () => {
    expect(said(life(checking, { ...checking, attempt: 2 }, { ...checking, attempt: 3 }))).toEqual([
      'ingestion.flights START',
    ]);
  });

  it('ends once: what a backfill makes of it is told of the backfill', () => {
    const rejected = upload({ status: 'rejected', datasetVersion: undefined, reason: 'a reason' });
    expect(said(life(checking, rejected, upload({ datasetVersion: 7 })))).toEqual([
      'ingestion.flights START',
      'ingestion.flights FAIL',
    ]);
  });

  it('says every rule of the contract, broken or not, and what no rule names', () => {
    const verdict = {
      status: 'accepted' as const,
      rows: 96,
      quarantinedRows: 4,
      byRule: { 'column:carrier:one-of': 3, 'file:odd': 1 },
      sample: [],
    };
    const [, event] = valid(life(checking, upload({ verdict })));
    const { dataQualityAssertions, dataQualityMetrics } = event!.inputs[0]!.inputFacets!;
    const assertions = dataQualityAssertions!.assertions as { assertion: string; success: boolean }[];
    const broken = assertions.filter(({ success }) => !success).map(({ assertion }) => assertion);
    expect(broken).toEqual(['column:carrier:one-of', 'file:odd']);
    expect(assertions.length).toBeGreaterThan(20);
    expect(dataQualityMetrics).toMatchObject({ rowCount: 100, bytes: 2_500_000, fileCount: 1 });
    expect(event!.outputs[0]).toMatchObject({
      namespace: 's3://data',
      name: 'datasets/flights',
      facets: { version: { datasetVersion: '2' } },
      outputFacets: { outputStatistics: { rowCount: 96 } },
    });
    expect(event!.outputs[0]!.facets.columnLineage!.fields).toHaveProperty(
      'carrier.inputFields.0.field',
      'carrier',
    );
  });

  it('of a dataset that no model names any more is still told', () => {
    expect(said(valid(life({ ...checking, dataset: 'gone' }, upload({ dataset: 'gone' }))))).toHaveLength(2);
  });
});

describe('a backfill', () => {
  const backfill = (change: Partial<BackfillRecord>): BackfillRecord => ({
    kind: 'backfill',
    part: 'quarantined',
    status: 'running',
    ...{ backfillId: 'b', dataset: 'flights', uploads: 2, attempt: 1, requestedBy: 'somebody' },
    ...{ contractVersion: '1.0.0', contractDigest: 'c', startedAt: at },
    ...change,
  });
  const planned = backfill({ attempt: 0 });
  const failed = backfill({ status: 'failed', reason: '1 of its 2 uploads could not be judged' });
  const ended = (version: number | null) => backfill({ attempt: 2, status: 'finished', version });

  it('is told as a run for each time that it was started', () => {
    const events = valid(life(planned, backfill({}), failed, backfill({ attempt: 2 }), ended(7)));
    expect(said(events)).toEqual([
      'backfill.flights START',
      'backfill.flights FAIL',
      'backfill.flights START',
      'backfill.flights COMPLETE',
    ]);
    const ids = events.map((event) => event.run.runId);
    expect([ids[0] === ids[1], ids[2] === ids[3], new Set(ids).size]).toEqual([true, true, 2]);
    expect(events[1]!.run.facets.errorMessage?.message).toContain('could not be judged');
    expect(events[3]!.outputs).toMatchObject([
      { name: 'datasets/flights', facets: { version: { datasetVersion: '7' } } },
    ]);
    expect(life(backfill({ attempt: 2 }), ended(null)).at(-1)!.outputs).toEqual([]);
  });

  it('that was started again before it said that it stopped is aborted', () => {
    expect(said(valid(life(planned, backfill({}), backfill({ attempt: 2 }))))).toEqual([
      'backfill.flights START',
      'backfill.flights ABORT',
      'backfill.flights START',
    ]);
  });
});

describe('materialisation', () => {
  const reached = (version: number): MaterialisationRecord => ({
    kind: 'materialisation',
    dataset: 'flights',
    version,
    vectors: 120,
    at,
  });

  it('starts with a version that views read, and with no other', () => {
    expect(said(valid(life(datasetVersion())))).toEqual(['materialisation.flights START']);
    expect(life(datasetVersion({ dataset: 'lonely' }))).toEqual([]);
  });

  it('ends for the version that it reached, and aborts those that were overtaken', () => {
    const events = valid(life(reached(2), reached(2), reached(5)));
    const versions = [0, 1, 3, 4].map(() => 'materialisation.flights ABORT');
    expect(said(events).filter((one) => one.endsWith('ABORT'))).toEqual(versions);
    const starts = [2, 5].map((version) => life(datasetVersion({ version }))[0]!.run.runId);
    const ends = events.filter(({ eventType }) => eventType === 'COMPLETE').map((event) => event.run.runId);
    expect(ends).toEqual(starts);
  });
});

const { trainingSet, artifact } = modelVersion();
const states = {
  begun: run({ step: 'features' }),
  built: run({ step: 'features', trainingSet }),
  training: run({ step: 'train', trainingSet, trainingJob: 'job' }),
  trained: run({ step: 'evaluate', trainingSet, trainingJob: 'job', artifact }),
  registered: run({
    step: 'register',
    trainingSet,
    trainingJob: 'job',
    artifact,
    version: 1,
    status: 'registered',
  }),
} satisfies Record<string, RunRecord>;
const failure = { reason: 'No memory left', logTail: ['line 1', 'line 2'] };

describe('a release', () => {
  it('is told as itself and its parts, each begun and ended once', () => {
    const events = valid(life(...Object.values(states)));
    expect(said(events)).toEqual([
      'release.flight-delay START',
      'features.flight-delay START',
      'features.flight-delay COMPLETE',
      'training.flight-delay START',
      'training.flight-delay COMPLETE',
      'release.flight-delay COMPLETE',
    ]);
    const [release] = events;
    for (const { job, run } of events.filter(({ job }) => !job.name.startsWith('release'))) {
      expect(run.facets.parent, job.name).toMatchObject({
        run: { runId: release!.run.runId },
        job: { name: 'release.flight-delay' },
      });
    }
    expect(events.at(-1)!.outputs[0]!.name).toBe('models/flight-delay');
    expect(events[4]!.outputs[0]).toMatchObject({ namespace: 's3://models', name: 'artifacts/model.tar.gz' });
  });

  it('says of a feature which columns it is made of', () => {
    const { fields } = life(states.begun, states.built).at(-1)!.outputs[0]!.facets.columnLineage!;
    const columns = fields as Record<string, { inputFields: { name: string; field: string }[] }>;
    expect(Object.keys(columns)).toContain('label');
    expect(columns.label!.inputFields).toMatchObject([{ name: 'datasets/flights', field: 'arr_delay' }]);
  });

  it.each([
    ['features', [states.begun], ['features.flight-delay FAIL', 'release.flight-delay FAIL']],
    [
      'train',
      [states.begun, states.built, states.training],
      ['training.flight-delay FAIL', 'release.flight-delay FAIL'],
    ],
    [
      'train',
      [states.begun, states.built],
      ['training.flight-delay START', 'training.flight-delay FAIL', 'release.flight-delay FAIL'],
    ],
    ['gate', [states.begun, states.built, states.training, states.trained], ['release.flight-delay FAIL']],
  ] as const)('that breaks at %s says why, where it broke', (step, before, expected) => {
    const broken: RunRecord = { ...before.at(-1)!, step, status: 'failed', failure };
    const events = valid(life<RunRecord>(...before, broken));
    expect(said(events).slice(-expected.length)).toEqual(expected);
    expect(events.at(-1)!.run.facets.errorMessage).toMatchObject({
      message: 'No memory left',
      stackTrace: 'line 1\nline 2',
    });
  });

  it('that misses its gates is aborted; one that fails after it was registered has ended already', () => {
    const rejected: RunRecord = { ...states.trained, status: 'rejected', failure };
    expect(said(valid(life(states.trained, rejected))).at(-1)).toBe('release.flight-delay ABORT');
    const late: RunRecord = { ...states.registered, step: 'rollout', status: 'failed', failure };
    expect(said(valid(life(states.registered, late))).at(-1)).toBe('release.flight-delay OTHER');
  });
});

describe('a reproduction', () => {
  const reproduces = { version: 1, image: 'x', definition: { ...flightDelay, name: 'flight-delay' } };
  const lived = [states.begun, states.built, states.training, states.trained].map((state) => ({
    ...state,
    runId: 'reproduction_v1_0123456789ab',
    reproduces,
  }));
  const compared: RunRecord = { ...lived.at(-1)!, step: 'gate', status: 'compared', comparison: [] };

  it('is told as jobs of its own, each begun and ended once', () => {
    const events = valid(life<RunRecord>(...lived, compared));
    expect(said(events)).toEqual([
      'reproduction.flight-delay START',
      'reproduction-features.flight-delay START',
      'reproduction-features.flight-delay COMPLETE',
      'reproduction-training.flight-delay START',
      'reproduction-training.flight-delay COMPLETE',
      'reproduction.flight-delay COMPLETE',
    ]);
    expect(events[1]!.run.facets.parent).toMatchObject({
      run: { runId: events[0]!.run.runId },
      job: { name: 'reproduction.flight-delay' },
    });
  });

  it('is found by what it said', () => {
    const told = runsOfRecord('dev', compared).map(({ job, runId }) => `${job} ${runId}`);
    const events = life<RunRecord>(...lived, compared);
    expect(new Set(told)).toEqual(new Set(events.map(({ job, run }) => `${job.name} ${run.runId}`)));
  });
});

it('tells of any life of a run valid events, no run ended twice or before it began', () => {
  const steps = fc.shuffledSubarray(['trainingSet', 'trainingJob', 'artifact', 'version'] as const);
  const end = fc.constantFrom('running', 'failed', 'rejected', 'registered', 'compared');
  const moment = fc.date({ noInvalidDate: true });
  fc.assert(
    fc.property(steps, end, fc.string(), moment, (order, status, reason, time) => {
      const given = { trainingSet, trainingJob: 'job', artifact, version: 1 };
      // A job needs a set, an artifact a job.
      const kept = (['trainingSet', 'trainingJob', 'artifact', 'version'] as const).slice(0, order.length);
      const reproduces = { version: 1, image: 'x', definition: flightDelay };
      let record: RunRecord = run({
        step: 'features',
        ...(status === 'compared' ? { reproduces } : {}),
      });
      const lived = [record];
      for (const member of kept) {
        record = { ...record, step: 'train', [member]: given[member] };
        lived.push(record);
      }
      lived.push({
        ...record,
        status: status as RunRecord['status'],
        failure: { reason, logTail: [reason] },
      });
      const events = lived.flatMap((after, index) =>
        eventsOfChange(
          {
            before: lived[index - 1] ?? null,
            after,
            at: new Date(Math.abs(time.getTime()) % 4e12).toISOString(),
          },
          context,
        ),
      );
      expect(events.flatMap(schemaErrors)).toEqual([]);
      for (const id of new Set(events.map((event) => event.run.runId))) {
        const types = events.filter((event) => event.run.runId === id).map(({ eventType }) => eventType);
        expect(types[0]).toBe('START');
        expect(
          types.filter((type) => ['COMPLETE', 'FAIL', 'ABORT'].includes(type)).length,
        ).toBeLessThanOrEqual(1);
      }
      const ends = events.filter(({ eventType }) => ['COMPLETE', 'FAIL', 'ABORT'].includes(eventType));
      const whole = ends.filter(({ job }) => /^(release|reproduction)\./.test(job.name));
      // Registered without a version is not: it has none of its members yet.
      const hasEnded = status !== 'running' && !(status === 'registered' && kept.length < 4);
      if (hasEnded) expect(whole, status).toHaveLength(1);
    }),
    { numRuns: 20, seed: 15 },
  );
});

it('writes an event to one key, and no two events to the same', () => {
  const events = [...life(...Object.values(states)), ...life<UploadRecord>(checking, upload())];
  const keys = events.map(eventKey);
  expect(new Set(keys).size).toBe(keys.length);
  expect(
    [...life(...Object.values(states)), ...life<UploadRecord>(checking, upload())].map(eventKey),
  ).toEqual(keys);
  expect(keys[0]).toMatch(
    /^lineage\/2026-11-22\/20261122T195100000Z-release\.flight-delay-[0-9a-f-]{36}-START\.json$/,
  );
});
