import * as v from 'valibot';
import type { Contract, ContractVerdict } from './contract.ts';
import type { GoodRows } from './good-rows.ts';

/** What the processing job that checks a large upload is told: `question.json` of its input `question`. */
export interface LargeCheckQuestion {
  readonly contract: Contract;
  /** Name of the uploaded file below the input `upload`. */
  readonly file: string;
  /** When the object version was written, ISO 8601 in UTC. */
  readonly uploadedAt: string;
  /** Parquet files of what the contract refers to, by dataset: paths below the input `references`. */
  readonly references: Readonly<Record<string, readonly string[]>>;
}

/** What the job leaves beside the rows, as `answer.json`. */
export interface LargeCheckAnswer {
  /** Length of the file that was read: of another one, if the object was overwritten. */
  readonly fileBytes: number;
  readonly verdict: ContractVerdict;
  /** The good rows are in `<digest>.parquet`; null where the file was refused. */
  readonly good: GoodRows | null;
  /** Whether `bad.parquet` holds rows that were set aside. */
  readonly hasBad: boolean;
}

/** Folders of the job, and the files that it and the receiver know by name. */
export const largeCheckPath = {
  /** Where SageMaker puts a job's inputs: a folder for each, by name. */
  input: '/opt/ml/processing/input',
  /** What lies there at the job's end is uploaded. */
  output: '/opt/ml/processing/output',
  /** What is written there becomes the job's `ExitMessage`. */
  message: '/opt/ml/output/message',
  question: 'question.json',
  answer: 'answer.json',
  bad: 'bad.parquet',
  good: (digest: string): string => `${digest}.parquet`,
} as const;

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Counts = v.record(v.string(), Count);
const Sample = v.array(
  v.object({
    rule: v.string(),
    column: v.optional(v.string()),
    row: v.optional(Count),
    expected: v.string(),
    received: v.string(),
  }),
);
const Verdict = v.variant('status', [
  v.object({
    status: v.literal('accepted'),
    rows: Count,
    quarantinedRows: Count,
    byRule: Counts,
    warnings: v.optional(Counts),
    repairs: v.optional(Counts),
    sample: Sample,
  }),
  v.object({ status: v.literal('rejected'), reason: v.string(), byRule: Counts, sample: Sample }),
]);
const Answer = v.object({
  fileBytes: Count,
  verdict: Verdict,
  good: v.nullable(
    v.object({
      bytes: Count,
      rows: Count,
      digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      from: v.pipe(v.string(), v.isoTimestamp()),
      to: v.pipe(v.string(), v.isoTimestamp()),
    }),
  ),
  hasBad: v.boolean(),
});

/** What a job left as its answer is none. */
export class AnswerUnusable extends Error {
  constructor(why: string) {
    super(`Cannot use the answer of a check: ${why}`);
    this.name = 'AnswerUnusable';
  }
}

/**
 * Reads a job's `answer.json`. The job has read what a stranger sent: its answer is taken for no more than it says.
 * @throws AnswerUnusable where it is no such answer, or accepts a file and has no rows of it
 */
export function parseLargeCheckAnswer(text: string): LargeCheckAnswer {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new AnswerUnusable(`it is no JSON: ${(error as Error).message}`);
  }
  const parsed = v.safeParse(Answer, json);
  if (!parsed.success) throw new AnswerUnusable(v.summarize(parsed.issues));
  const { verdict, good } = parsed.output;
  if ((verdict.status === 'accepted') !== (good !== null)) {
    throw new AnswerUnusable(
      `its verdict is '${verdict.status}' and it has ${good === null ? 'no' : 'some'} good rows`,
    );
  }
  return parsed.output as LargeCheckAnswer;
}
