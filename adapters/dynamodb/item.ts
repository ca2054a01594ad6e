import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { ItemKey } from '../../core/registry/keys.ts';

export const toKey = (key: ItemKey): Record<string, AttributeValue> => marshall({ pk: key.pk, sk: key.sk });

/** A record under its key. `undefined` members are left out; null stays null. */
export const toItem = (key: ItemKey, record: object): Record<string, AttributeValue> =>
  marshall({ ...record, pk: key.pk, sk: key.sk }, { removeUndefinedValues: true });
