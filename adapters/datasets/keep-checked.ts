import type { CheckAnswer, CheckQuestion } from '../../core/contracts/check-answer.ts';
import type { Contract, ContractVerdict } from '../../core/contracts/contract.ts';
import type { GoodRows } from '../../core/contracts/good-rows.ts';
import { quarantineReason } from '../../core/contracts/quarantine-reason.ts';
import { dataPrefix } from '../../core/names.ts';
import { putText } from '../s3/put-text.ts';

/** Keeps what a check made of an upload: bad rows beside their reason in quarantine, good rows in staging. Answers for the check. */
export async function keepChecked(request: {
  readonly bucket: string;
  readonly contract: Contract;
  readonly question: CheckQuestion;
  readonly verdict: ContractVerdict;
  readonly good: GoodRows | null;
  /** Puts the good rows into staging, unless they are there, and says under which key. */
  readonly keepGood: (digest: string) => Promise<string>;
  /** Puts the bad rows under a key; null where there are none. */
  readonly keepBad: ((key: string) => Promise<void>) | null;
}): Promise<CheckAnswer> {
  const { bucket, contract, verdict, good, keepBad } = request;
  const { dataset, uploadId, key, versionId } = request.question;
  let quarantine: string | null = null;
  if (keepBad !== null) {
    quarantine = dataPrefix.quarantine(dataset, uploadId);
    const quarantined = `${quarantine}rows.parquet`;
    await keepBad(quarantined);
    if (verdict.status === 'accepted') {
      const source = { bucket, key, versionId };
      const reason = quarantineReason({ dataset, uploadId, source, contract, verdict, quarantined });
      await putText(bucket, `${quarantine}reason.json`, `${JSON.stringify(reason, null, 2)}\n`);
    }
  }
  if (good === null) return { status: 'checked', verdict, data: null, quarantine };
  const { bytes, rows, digest, from, to } = good;
  const stagingKey = await request.keepGood(digest);
  return { status: 'checked', verdict, data: { stagingKey, bytes, rows, digest, from, to }, quarantine };
}
