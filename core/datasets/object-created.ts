import type { UploadRecord } from '../registry/records.ts';

/** The event of S3 by which an upload came, as EventBridge delivers it: enough for the receiver to know it again. */
export const objectCreated = (upload: UploadRecord) => ({
  source: 'aws.s3',
  'detail-type': 'Object Created',
  detail: {
    bucket: { name: upload.bucket },
    object: {
      key: upload.key,
      size: upload.bytes,
      etag: upload.etag.replaceAll('"', ''),
      sequencer: upload.sequencer,
      ...(upload.versionId === 'unknown' ? {} : { 'version-id': upload.versionId }),
    },
    requester: upload.uploader,
  },
});
