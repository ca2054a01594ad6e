import { createHash } from 'node:crypto';
import type { WireAnswer, WireRequest } from './fault-proxy.ts';

interface Stored {
  readonly versionId: string;
  readonly etag: string;
  readonly bytes: Buffer;
}

const failure = (statusCode: number, code: string): WireAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
});

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '&#10;');

/** A versioned bucket on the wire, as far as uploads need it: preconditions, versions, copies and lists. */
export class FakeS3 {
  readonly objects = new Map<string, Stored[]>();
  /** Writes that had their effect, by key. */
  readonly writes: string[] = [];

  put(key: string, content: string | Buffer): Stored {
    const bytes = Buffer.from(content);
    const versions = this.objects.get(key) ?? [];
    const stored = {
      versionId: `v${versions.length + 1}`,
      etag: `"${createHash('md5').update(bytes).digest('hex')}"`,
      bytes,
    };
    this.objects.set(key, [...versions, stored]);
    this.writes.push(key);
    return stored;
  }

  text(key: string): string | undefined {
    return this.objects.get(key)?.at(-1)?.bytes.toString('utf8');
  }

  readonly serve = ({ method, path, query, headers, body }: WireRequest): WireAnswer => {
    // The bucket is in the host's name.
    const key = decodeURIComponent(path.slice(1));
    if (method === 'GET' && query['list-type'] === '2') return this.#list(query);
    if (method === 'GET' || method === 'HEAD')
      return this.#get(method, key, String(query.versionId ?? ''), headers);
    if (method !== 'PUT') throw new Error(`Cannot serve ${method} ${path}: this stand-in does not know it`);
    const source = headers['x-amz-copy-source'];
    if (source !== undefined) return this.#copy(source, key);
    if (headers['if-none-match'] === '*' && this.objects.has(key)) return failure(412, 'PreconditionFailed');
    const { etag, versionId } = this.put(key, Buffer.from(body as string | Uint8Array));
    return { statusCode: 200, headers: { etag, 'x-amz-version-id': versionId } };
  };

  #find(key: string, versionId: string): Stored | undefined {
    const versions = this.objects.get(key) ?? [];
    return versionId === '' ? versions.at(-1) : versions.find((stored) => stored.versionId === versionId);
  }

  #get(method: string, key: string, versionId: string, headers: WireRequest['headers']): WireAnswer {
    const found = this.#find(key, versionId);
    if (found === undefined) return method === 'HEAD' ? { statusCode: 404 } : failure(404, 'NoSuchKey');
    const { etag, bytes } = found;
    const expected = headers['if-match'];
    if (expected !== undefined && expected.replaceAll('"', '') !== etag.replaceAll('"', '')) {
      return failure(412, 'PreconditionFailed');
    }
    return {
      statusCode: 200,
      headers: {
        ...{ etag, 'content-length': String(bytes.length), 'x-amz-version-id': found.versionId },
        'last-modified': 'Tue, 01 Jan 2013 00:00:00 GMT',
      },
      ...(method === 'HEAD' ? {} : { body: bytes }),
    };
  }

  /** S3 takes the source percent-decoded, a plus sign for a space, and what follows the question mark for the version. */
  #copy(source: string, to: string): WireAnswer {
    const [name, version = ''] = source.split('?versionId=') as [string, string?];
    if (name.includes('?')) return failure(400, 'InvalidArgument');
    let decoded: string;
    try {
      decoded = decodeURIComponent(name.replaceAll('+', ' '));
    } catch (error) {
      return failure(400, `InvalidArgument: ${(error as Error).message}`);
    }
    const found = this.#find(decoded.slice(decoded.indexOf('/') + 1), version);
    if (found === undefined) return failure(404, 'NoSuchKey');
    const { etag } = this.put(to, found.bytes);
    const body = `<?xml version="1.0"?><CopyObjectResult><ETag>${etag}</ETag></CopyObjectResult>`;
    return { statusCode: 200, headers: { 'content-type': 'application/xml' }, body };
  }

  #list(query: WireRequest['query']): WireAnswer {
    const prefix = String(query.prefix ?? '');
    const after = String(query['start-after'] ?? '');
    const contents = [...this.objects]
      .filter(([key]) => key.startsWith(prefix) && key > after)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, versions]) => {
        const size = versions.at(-1)!.bytes.length;
        return `<Contents><Key>${escaped(key)}</Key><LastModified>2013-01-01T00:00:00.000Z</LastModified><Size>${size}</Size></Contents>`;
      });
    return {
      statusCode: 200,
      headers: { 'content-type': 'application/xml' },
      body: `<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`,
    };
  }
}
