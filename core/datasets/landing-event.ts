/** One `Object Created` event of S3, as EventBridge delivers it: the key is not URL-encoded there. */
export interface LandingEvent {
  readonly bucket: string;
  readonly key: string;
  /** Without quotes. */
  readonly etag: string;
  readonly bytes: number;
  /** Null where the event does not name it. */
  readonly versionId: string | null;
  /** Orders the events of one key. */
  readonly sequencer: string;
  /** Account or service that uploaded. */
  readonly uploader: string;
}
