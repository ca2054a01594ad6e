import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NotFound,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';

/** A bucket as any S3 client sees it. */
export class Bucket {
  readonly #s3: S3Client;

  constructor(
    readonly name: string,
    s3 = new S3Client({}),
  ) {
    this.#s3 = s3;
  }

  /** Keys below a prefix, in order. */
  async keys(prefix: string): Promise<string[]> {
    const pages = paginateListObjectsV2({ client: this.#s3 }, { Bucket: this.name, Prefix: prefix });
    const keys: string[] = [];
    for await (const { Contents } of pages) keys.push(...(Contents ?? []).map(({ Key }) => Key!));
    return keys.sort();
  }

  async bytes(key: string, versionId?: string): Promise<Uint8Array> {
    const { Body } = await this.#s3.send(
      new GetObjectCommand({ Bucket: this.name, Key: key, VersionId: versionId }),
    );
    return Body!.transformToByteArray();
  }

  async text(key: string): Promise<string> {
    return Buffer.from(await this.bytes(key)).toString('utf8');
  }

  async json<T>(key: string): Promise<T> {
    return JSON.parse(await this.text(key)) as T;
  }

  async jsonLines<T>(key: string): Promise<T[]> {
    const lines = (await this.text(key)).split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as T);
  }

  /** Entity tag without quotes and version id of the object as it is now; null where there is none. */
  async head(key: string): Promise<{ readonly etag: string; readonly versionId: string | undefined } | null> {
    try {
      const { ETag, VersionId } = await this.#s3.send(new HeadObjectCommand({ Bucket: this.name, Key: key }));
      return { etag: ETag!.replaceAll('"', ''), versionId: VersionId };
    } catch (error) {
      if (error instanceof NotFound) return null;
      throw error;
    }
  }

  async put(
    key: string,
    body: string | Uint8Array,
  ): Promise<{ etag: string; versionId: string | undefined }> {
    const { ETag, VersionId } = await this.#s3.send(
      new PutObjectCommand({ Bucket: this.name, Key: key, Body: Buffer.from(body) }),
    );
    return { etag: ETag!.replaceAll('"', ''), versionId: VersionId };
  }

  async remove(key: string): Promise<void> {
    await this.#s3.send(new DeleteObjectCommand({ Bucket: this.name, Key: key }));
  }
}
