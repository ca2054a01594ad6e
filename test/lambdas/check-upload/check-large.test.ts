import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type LargeCheckQuestion, parseLargeCheckAnswer } from '../../../core/contracts/large-check.ts';
import { checkLarge } from '../../../lambdas/check-upload/check-large.ts';
import { aContract } from '../../core/contracts/a-contract.ts';

let root: string;
let input: string;
let output: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ballast-test-'));
  input = join(root, 'input');
  output = join(root, 'output');
  vi.spyOn(console, 'log').mockReturnValue();
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

function upload(file: string, text: string, told: Partial<LargeCheckQuestion> = {}): void {
  for (const folder of ['question', 'upload']) mkdirSync(join(input, folder), { recursive: true });
  writeFileSync(join(input, 'upload', file), text);
  const question = {
    ...{ contract: aContract(), file, references: {} },
    uploadedAt: '2013-01-05T00:00:00.000Z',
    ...told,
  };
  writeFileSync(join(input, 'question', 'question.json'), JSON.stringify(question));
}

const answer = () => parseLargeCheckAnswer(readFileSync(join(output, 'answer.json'), 'utf8'));

it('leaves good rows, bad rows and an answer, whatever the file is called', async () => {
  const text = 'sensor,at,value,kind\na,2013-01-01,1,air\nb,2013-01-01,99,air\n';
  upload("a *[1]'.csv", text);
  await checkLarge(input, output);
  expect(answer()).toMatchObject({
    fileBytes: text.length,
    verdict: { status: 'accepted', rows: 1, quarantinedRows: 1 },
    good: { rows: 1, from: '2013-01-01T00:00:00.000Z' },
    hasBad: true,
  });
  expect(readdirSync(output).sort()).toEqual(
    [`${answer().good!.digest}.parquet`, 'answer.json', 'bad.parquet'].sort(),
  );
});

it('answers on a file that it refuses, and leaves no rows', async () => {
  upload('a.csv', 'sensor\na\n');
  await checkLarge(input, output);
  expect(answer()).toMatchObject({ verdict: { status: 'rejected' }, good: null, hasBad: false });
  expect(readdirSync(output)).toEqual(['answer.json']);
});

it('looks up what the contract refers to in the files that came with it', async () => {
  const folder = join(input, 'references', 'kinds');
  mkdirSync(folder, { recursive: true });
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`COPY (SELECT 'air' AS name) TO '${join(folder, 'part-1.parquet')}' (FORMAT parquet)`);
  const references = [
    { columns: ['kind'], dataset: 'kinds', referenced: ['name'], onMissing: 'quarantine-row' as const },
  ];
  upload('a.csv', 'sensor,at,value,kind\na,2013-01-01,1,air\nb,2013-01-01,1,water\n', {
    contract: aContract({ references }),
    references: { kinds: ['kinds/part-1.parquet'] },
  });
  await checkLarge(input, output);
  expect(answer()).toMatchObject({ good: { rows: 1 }, verdict: { quarantinedRows: 1 } });
});

it('fails where the upload is not there, so that its job fails', async () => {
  upload('a.csv', 'sensor\na\n');
  rmSync(join(input, 'upload', 'a.csv'));
  await expect(checkLarge(input, output)).rejects.toThrow('ENOENT');
});
