import { partitionOf, rolloutKey, servingKey } from '../../core/registry/keys.ts';
import type { ModelVersionRecord, ServingRecord } from '../../core/registry/records.ts';
import type { Rollout } from '../../core/rollout/rollout.ts';
import { getRecord, getRecordActions } from './get-record.ts';
import { queryRecords, queryRecordsActions } from './query-records.ts';

export const versionsToServeActions = [...getRecordActions, ...queryRecordsActions] as const;

/**
 * The versions of a model that callers may be answered by now or next: the live one, the one to go back to, the one that a
 * rollout brings, and the newest, which may be waiting for its approval.
 */
export async function versionsToServe(table: string, model: string): Promise<number[]> {
  const [serving, [newest]] = await Promise.all([
    getRecord<ServingRecord>(table, servingKey(model)),
    queryRecords<ModelVersionRecord>({
      table,
      partition: partitionOf.model(model),
      prefix: 'VERSION#',
      newestFirst: true,
      limit: 1,
    }),
  ]);
  const rolloutId = serving?.lease?.rolloutId;
  const rollout =
    rolloutId === undefined ? null : await getRecord<Rollout>(table, rolloutKey(model, rolloutId));
  const versions = [serving?.live, serving?.lastKnownGood, rollout?.version, newest?.version];
  return [...new Set(versions)].filter((version) => version !== null && version !== undefined);
}
