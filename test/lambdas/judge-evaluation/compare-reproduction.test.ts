import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Database, openDatabase } from '../../../adapters/duckdb/open-database.ts';
import { modelVersionKey, runKey } from '../../../core/registry/keys.ts';
import type { ModelVersionRecord, RunRecord } from '../../../core/registry/records.ts';
import { newReproduction } from '../../../core/training/new-reproduction.ts';
import { trainingSetContent } from '../../../core/training/training-set-files.ts';
import { compareReproduction } from '../../../lambdas/judge-evaluation/compare-reproduction.ts';
import { modelVersion, run } from '../../cli/records.ts';
import { MemoryAws } from '../memory-aws.ts';

const { adapter, current } = await vi.hoisted(() => import('../current-aws.ts'));
vi.mock('../../../adapters/dynamodb/get-record.ts', adapter('getRecord'));
vi.mock('../../../adapters/s3/get-text.ts', adapter('getText'));
vi.mock('../../../adapters/s3/get-object-to-file.ts', adapter('getObjectToFile'));
vi.mock('../../../adapters/s3/digest-object.ts', () => ({
  digestObject: async ({ bucket, key }: { bucket: string; key: string }) =>
    createHash('sha256').update(current.aws.object(bucket, key)).digest('hex'),
}));

const rows =
  "SELECT range AS id, TIMESTAMP '2013-01-01' AS event_time, range * 1.5::DOUBLE AS temp, range % 2 AS label FROM range(4)";
const model = 'flight-delay';
const answers = (...probabilities: number[]) =>
  probabilities.map((probability) => `${JSON.stringify({ probability })}\n`).join('');
const four = { train: 4, validation: 4, holdout: 4 };

let aws: MemoryAws;
let directory: string;
let database: Database;
let record: ModelVersionRecord;
let reproduction: RunRecord;

beforeEach(async () => {
  aws = new MemoryAws();
  current.aws = aws;
  directory = mkdtempSync(join(tmpdir(), 'compare-reproduction-'));
  database = await openDatabase({ directory });
  const made = modelVersion();
  record = {
    ...made,
    trainingSet: { ...made.trainingSet, rows: four },
    artifact: { ...made.artifact, entries: { 'model.ubj': 'm' } },
    toolchain: { node: '22', commit: 'c1', image: made.image },
  };
  reproduction = {
    ...newReproduction({
      ...{ record, definition: {} as never, runId: 'reproduction_v1_x', by: 'me', codeUri: 's3://c' },
      now: new Date(),
    }),
    trainingSet: { ...record.trainingSet, prefix: 'reproductions/x/training/' },
    toolchain: record.toolchain!,
  };
  aws.put(modelVersionKey(model, 1), record);
  const { datasets, codeUri, codeDigest, hyperparameters, seed } = record;
  aws.put(runKey(model, record.runId), run({ datasets, codeUri, codeDigest, hyperparameters, seed }));
  for (const prefix of [record.trainingSet.prefix, reproduction.trainingSet!.prefix]) {
    await writeSet(prefix, rows);
  }
  aws.putObject(
    'models',
    `evaluation/${model}/${record.runId}/holdout.jsonl.out`,
    Buffer.from(answers(0.1, 0.2, 0.3, 0.4)),
  );
  await holdout(0.1, 0.2, 0.3, 0.4);
  baseline('baselines/x.json', { runId: 'a', createdAt: 't1', mean: 0.5 });
  baseline('reproductions/x/baseline.json', { runId: 'b', createdAt: 't2', mean: 0.5 });
});
afterEach(() => {
  database.close();
  rmSync(directory, { recursive: true });
});

async function writeSet(prefix: string, sql: string): Promise<void> {
  const file = join(directory, 'part.parquet');
  await database.connection.run(`COPY (${sql}) TO '${file}' (FORMAT parquet)`);
  const parquet = readFileSync(file);
  rmSync(file);
  for (const name of trainingSetContent) {
    aws.putObject(
      'models',
      `${prefix}${name}`,
      name.endsWith('.parquet') ? parquet : Buffer.from('{"a":1}\n'),
    );
  }
}
/** What the reproduced model answered; `judge-evaluation` has put it there. */
const holdout = async (...probabilities: number[]) =>
  writeFileSync(join(directory, 'holdout.jsonl'), answers(...probabilities));
const baseline = (key: string, value: object) =>
  aws.putObject('models', key, Buffer.from(JSON.stringify(value)));

async function compare(
  change: {
    readonly metrics?: Partial<ModelVersionRecord['evaluation']['metrics']>;
    readonly files?: Record<string, string>;
  } = {},
) {
  const { artifact, evaluation } = record;
  const comparison = await compareReproduction(
    reproduction,
    1,
    {
      artifact: { ...artifact, digest: 'other', entries: change.files ?? { 'model.ubj': 'm' } },
      evaluation: {
        ...evaluation,
        metrics: { ...evaluation.metrics, ...change.metrics },
        baselineKey: 'reproductions/x/baseline.json',
      },
    },
    { table: 't', bucket: 'models', directory, connection: database.connection },
  );
  return Object.fromEntries(comparison.map((found) => [found.artifact, found]));
}

describe('compareReproduction', () => {
  it('finds all of it identical, but for times and ids', async () => {
    const compared = await compare();
    expect(Object.values(compared).map(({ verdict }) => verdict)).toEqual(Array(6).fill('identical'));
    expect(readdirSync(directory).filter((name) => name.endsWith('.parquet'))).toEqual([]);
  });

  it('takes a sum in another order, answers and metrics that hardly differ as equal within tolerance', async () => {
    await writeSet(
      reproduction.trainingSet!.prefix,
      `SELECT * REPLACE (temp + 1e-13 AS temp) FROM (${rows})`,
    );
    await holdout(0.1, 0.2, 0.3, 0.4000001);
    baseline('reproductions/x/baseline.json', { mean: 0.5 + 1e-12 });
    const compared = await compare({ metrics: { auc: 0.7314001 }, files: { 'model.ubj': 'n' } });
    const verdicts = Object.fromEntries(
      Object.values(compared).map(({ artifact, verdict }) => [artifact, verdict]),
    );
    const equal = 'equal-within-tolerance';
    expect(verdicts).toEqual({
      ...{ inputs: 'identical', 'training set': equal, model: equal, metrics: equal },
      ...{ threshold: 'identical', 'drift baseline': equal },
    });
  });

  it("blames Ballast's own code for other features, and the features for all that follows", async () => {
    await writeSet(
      reproduction.trainingSet!.prefix,
      `SELECT * REPLACE (CASE id WHEN 2 THEN 99 ELSE temp END AS temp) FROM (${rows})`,
    );
    await holdout(0.1, 0.2, 0.3, 0.5);
    reproduction = { ...reproduction, toolchain: { ...reproduction.toolchain, commit: 'c2' } };
    const compared = await compare({ metrics: { auc: 0.8 }, files: { 'model.ubj': 'n' } });
    expect(compared['training set']).toMatchObject({
      verdict: 'differs',
      reasons: ['Ballast\'s commit "c1" → "c2"'],
    });
    expect(compared['training set']?.detail).toContain('(temp in 1)');
    expect(compared.model).toMatchObject({ verdict: 'differs', reasons: ['follows from the training set'] });
    expect(compared.metrics).toMatchObject({
      verdict: 'differs',
      reasons: ['follows from the training set'],
    });
  });

  it('finds a changed schema, and a lost column, though all common rows agree', async () => {
    const { prefix } = reproduction.trainingSet!;
    await writeSet(prefix, `SELECT * EXCLUDE (temp) FROM (${rows})`);
    aws.putObject('models', `${prefix}schema/features.json`, Buffer.from('{"a":2}'));
    const { verdict, detail } = (await compare())['training set']!;
    expect(verdict).toBe('differs');
    for (const said of ['truth/holdout.parquet', 'train/data.parquet']) {
      expect(detail).toContain(`${said}: column temp is missing`);
    }
    expect(detail).toContain('schema/features.json has another content');
  });

  it('says which recorded file or answer is gone', async () => {
    aws.objects.delete(`models/${record.trainingSet.prefix}train/data.parquet`);
    aws.objects.delete(`models/evaluation/${model}/${record.runId}/holdout.jsonl.out`);
    const compared = await compare({ files: { 'model.ubj': 'n' } });
    expect(compared['training set']?.detail).toBe('train/data.parquet is not in the recorded set');
    expect(compared.model?.detail).toContain('the recorded predictions are gone');
    aws.objects.delete('models/baselines/x.json');
    await expect(compare()).rejects.toThrow(
      'Cannot compare drift baselines: s3://models/baselines/x.json is gone',
    );
  });

  it('says that a record was changed after its training', async () => {
    aws.put(modelVersionKey(model, 1), {
      ...record,
      hyperparameters: { ...record.hyperparameters, eta: 0.3 },
    });
    const compared = await compare({ metrics: { auc: 0.8 } });
    expect(compared.inputs).toMatchObject({ verdict: 'differs' });
    expect(compared.inputs?.detail).toContain('hyperparameters.eta 0.1 → 0.3');
    expect(compared.metrics?.reasons).toEqual(['follows from the inputs']);
  });
});
