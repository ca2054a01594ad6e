import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { parseLargeCheckAnswer } from '../../../core/contracts/large-check.ts';
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

function upload(file: string, text: string): void {
  for (const folder of ['question', 'upload']) mkdirSync(join(input, folder), { recursive: true });
  writeFileSync(join(input, 'upload', file), text);
  const question = {
    ...{ contract: aContract(), file, references: {} },
    uploadedAt: '2013-01-05T00:00:00.000Z',
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

it('fails where the upload is not there, so that its job fails', async () => {
  upload('a.csv', 'sensor\na\n');
  rmSync(join(input, 'upload', 'a.csv'));
  await expect(checkLarge(input, output)).rejects.toThrow('ENOENT');
});
