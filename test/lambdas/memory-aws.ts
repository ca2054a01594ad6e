import { readFileSync, writeFileSync } from 'node:fs';
import { S3ServiceException } from '@aws-sdk/client-s3';
import type { Condition } from '../../adapters/dynamodb/condition.ts';
import type { ItemKey } from '../../core/registry/keys.ts';

/** What a test needs of AWS, in memory: records with the conditions that our handlers use, objects, events. */
export class MemoryAws {
  readonly records = new Map<string, { key: ItemKey; record: Record<string, unknown> }>();
  readonly objects = new Map<string, { bytes: Buffer; lastModified: Date }>();
  readonly events: { detailType: string; detail: unknown }[] = [];
  readonly metrics: { name: string; value: number }[] = [];
  readonly published: { topicArn: string; subject: string; body: string }[] = [];
  /** When the next object is written. */
  now = new Date();

  put(key: ItemKey, record: object): void {
    this.records.set(`${key.pk}|${key.sk}`, { key, record: structuredClone(record) as never });
  }

  get<T>(key: ItemKey): T | null {
    return (this.records.get(`${key.pk}|${key.sk}`)?.record as T | undefined) ?? null;
  }

  query<T>(partition: string, prefix: string): T[] {
    return [...this.records.values()]
      .filter(({ key }) => key.pk === partition && key.sk.startsWith(prefix))
      .sort((a, b) => (a.key.sk < b.key.sk ? -1 : 1))
      .map(({ record }) => record as T);
  }

  holds(key: ItemKey, condition: Condition | undefined): boolean {
    if (condition === undefined) return true;
    const record = this.get<Record<string, unknown>>(key);
    const isTrue = (part: string): boolean => {
      if (part === 'attribute_not_exists(pk)') return record === null;
      if (part === 'attribute_exists(pk)') return record !== null;
      const [name, operator, value] = part.split(' ') as [string, string, string];
      const left = record?.[condition.names?.[name] ?? name] as string;
      const right = condition.values?.[value] as string;
      if (operator === '=') return left === right;
      if (operator === '<') return left < right;
      if (operator === '<=') return left <= right;
      throw new Error(`Cannot evaluate '${part}': this stand-in does not know it`);
    };
    return condition.expression.split(' OR ').some((either) => either.split(' AND ').every(isTrue));
  }

  putObject(bucket: string, key: string, bytes: Buffer): void {
    this.objects.set(`${bucket}/${key}`, { bytes, lastModified: this.now });
  }

  object(bucket: string, key: string): Buffer {
    const found = this.objects.get(`${bucket}/${key}`);
    if (found === undefined) {
      const message = `NoSuchKey: ${bucket}/${key}`;
      throw new S3ServiceException({ name: 'NoSuchKey', $fault: 'client', $metadata: {}, message });
    }
    return found.bytes;
  }

  keys(bucket: string, prefix: string): { key: string; bytes: number; lastModified: Date }[] {
    return [...this.objects]
      .filter(([name]) => name.startsWith(`${bucket}/${prefix}`))
      .map(([name, { bytes, lastModified }]) => ({
        key: name.slice(bucket.length + 1),
        bytes: bytes.length,
        lastModified,
      }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** The adapters that a handler imports, for `vi.mock`. */
  readonly adapters = {
    getRecord: async (_table: string, key: ItemKey) => structuredClone(this.get(key)),
    queryRecords: async (request: {
      partition: string;
      prefix: string;
      newestFirst?: boolean;
      limit?: number;
    }) => {
      const found = this.query(request.partition, request.prefix);
      return (request.newestFirst ? found.reverse() : found).slice(0, request.limit);
    },
    putRecord: async (_table: string, key: ItemKey, record: object, condition?: Condition) => {
      if (!this.holds(key, condition)) return false;
      this.put(key, record);
      return true;
    },
    updateRecord: async (_table: string, key: ItemKey, set: object, condition?: Condition) => {
      if (!this.holds(key, condition)) return false;
      this.put(key, { ...this.get<object>(key), ...set });
      return true;
    },
    transactWrite: async (
      _table: string,
      puts: { key: ItemKey; record: object; condition?: Condition }[],
    ) => {
      if (!puts.every(({ key, condition }) => this.holds(key, condition))) return false;
      for (const { key, record } of puts) this.put(key, record);
      return true;
    },
    batchGetRecords: async (_table: string, keys: readonly ItemKey[]) =>
      structuredClone(keys.map((key) => this.get(key)).filter((found) => found !== null)),
    batchPutRecords: async (_table: string, puts: readonly { key: ItemKey; record: object }[]) => {
      for (const { key, record } of puts) this.put(key, record);
    },
    getText: async (bucket: string, key: string) => this.object(bucket, key).toString('utf8'),
    getObjectToFile: async (request: { bucket: string; key: string; file: string }) =>
      writeFileSync(request.file, this.object(request.bucket, request.key)),
    putText: async (bucket: string, key: string, text: string) =>
      this.putObject(bucket, key, Buffer.from(text)),
    putTextIfAbsent: async (bucket: string, key: string, text: string) => {
      const isAbsent = !this.objects.has(`${bucket}/${key}`);
      if (isAbsent) this.putObject(bucket, key, Buffer.from(text));
      return isAbsent;
    },
    headObject: async (bucket: string, key: string) => {
      const found = this.objects.get(`${bucket}/${key}`);
      if (found === undefined) return null;
      const { bytes, lastModified } = found;
      return { versionId: 'null', etag: '', bytes: bytes.length, lastModified };
    },
    putFile: async (request: { bucket: string; key: string; file: string }) => {
      this.putObject(request.bucket, request.key, readFileSync(request.file));
      return { versionId: undefined, etag: undefined };
    },
    listObjects: async (bucket: string, prefix: string, startAfter = '') =>
      this.keys(bucket, prefix).filter(({ key }) => key > startAfter),
    listPrefixes: async (bucket: string, prefix: string) => [
      ...new Set(
        this.keys(bucket, prefix).map(({ key }) => `${prefix}${key.slice(prefix.length).split('/')[0]}/`),
      ),
    ],
    putEvent: async (detailType: string, detail: object) => {
      this.events.push({ detailType, detail });
    },
    putMetrics: async (metrics: readonly { name: string; value: number }[]) => {
      this.metrics.push(...metrics);
    },
    publish: async (topicArn: string, message: { subject: string; body: string }) => {
      this.published.push({ topicArn, ...message });
      return 'id';
    },
  };
}
