import type { PageRequested } from '../names.ts';
import type { UploadRecord } from '../registry/records.ts';

/**
 * What the owner is told about an upload: a page where the whole file was refused, a notice where rows were
 * set aside, nothing otherwise.
 */
export function uploadPage(
  upload: UploadRecord,
  reader: { readonly owner: string; readonly model: string | null },
): PageRequested | null {
  const { dataset, key, bucket, quarantine, verdict, versionId } = upload;
  const where = `s3://${bucket}/${quarantine}reason.json`;
  const common = { owner: reader.owner, model: reader.model };
  if (upload.status === 'rejected') {
    return {
      ...common,
      pageId: `upload-${upload.uploadId}`,
      severity: 'page',
      title: `Upload to '${dataset}' refused`,
      what: `'${key}', uploaded by ${upload.uploader}: ${upload.reason ?? 'it breaks its contract'} No row of it was used.`,
      todo:
        quarantine === undefined
          ? `The file is untouched, s3://${bucket}/${key} in version ${versionId}. Read why with npx ballast logs receive-upload, correct the cause, then upload the file again.`
          : `Read ${where}, correct the file and upload it again.`,
      runbook: 'rejected-upload',
    };
  }
  const isUsed = upload.status === 'accepted' || upload.status === 'unchanged';
  if (isUsed && verdict?.status === 'accepted' && verdict.quarantinedRows > 0) {
    const rules = Object.entries(verdict.byRule).map(([rule, count]) => `${rule} (${count})`);
    return {
      ...common,
      pageId: `upload-${upload.uploadId}`,
      severity: 'notice',
      title: `Rows of an upload to '${dataset}' were set aside: ${verdict.quarantinedRows}`,
      what: `'${key}', uploaded by ${upload.uploader}: ${verdict.rows} rows were accepted. Set aside by rule: ${rules.join(', ')}.`,
      todo: `Read ${where}; it says how to correct the rows and upload them again.`,
      runbook: 'quarantined-rows',
    };
  }
  return null;
}
