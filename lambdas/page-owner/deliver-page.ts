import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { ifAbsent, putRecord } from '../../adapters/dynamodb/put-record.ts';
import { updateRecord } from '../../adapters/dynamodb/update-record.ts';
import { publish } from '../../adapters/sns/publish.ts';
import { composePage } from '../../core/pager/compose-page.ts';
import { pageKey } from '../../core/registry/keys.ts';
import type { Owner } from '../../core/registry/model-definition.ts';
import type { PageRecord } from '../../core/registry/records.ts';

export interface Delivered {
  readonly pageId: string;
  readonly owner: string;
  readonly outcome: 'sent' | 'recorded' | 'duplicate';
}

/** A function that claimed a page and did not send it within this time is taken to be dead. */
const claimInSeconds = 60;

/**
 * Keeps a page and sends it to its owner, once: the record is the claim to send. A page that another call claimed and
 * has not sent yet is an error, so that the event comes again and finds out what became of it.
 */
export async function deliverPage(
  page: PageRecord,
  owner: Owner | null,
  send: boolean,
  settings: {
    readonly BALLAST_ENV: string;
    readonly REGISTRY_TABLE: string;
    readonly OWNER_TOPIC_ARN_PREFIX: string;
  },
): Promise<Delivered> {
  const table = settings.REGISTRY_TABLE;
  const key = pageKey(page.owner, page.pageId);
  const claimedAt = new Date();
  const claim = { delivery: send ? 'sending' : 'recorded', deliveryAt: claimedAt.toISOString() } as const;
  const told = (outcome: Delivered['outcome']): Delivered => ({
    pageId: page.pageId,
    owner: page.owner,
    outcome,
  });
  if (!(await putRecord(table, key, { ...page, ...claim }, ifAbsent))) {
    const earlier = await getRecord<PageRecord>(table, key);
    if (earlier?.delivery !== 'sending') return told('duplicate');
    const expired = new Date(claimedAt.getTime() - claimInSeconds * 1_000).toISOString();
    const takenOver = await updateRecord(table, key, claim, {
      expression: '#delivery = :sending AND #deliveryAt < :expired',
      names: { '#delivery': 'delivery', '#deliveryAt': 'deliveryAt' },
      values: { ':sending': 'sending', ':expired': expired },
    });
    if (!takenOver) {
      throw new Error(
        `Cannot tell whether page '${page.pageId}' was sent: another call has claimed it; it is looked at again`,
      );
    }
  }
  if (!send) return told('recorded');
  await publish(
    `${settings.OWNER_TOPIC_ARN_PREFIX}${page.owner}`,
    composePage(page, owner, settings.BALLAST_ENV),
  );
  await updateRecord(table, key, { delivery: 'sent', deliveryAt: new Date().toISOString() });
  return told('sent');
}
