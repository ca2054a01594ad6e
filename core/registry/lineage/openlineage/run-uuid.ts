import { createHash } from 'node:crypto';

/** Namespace of our run ids: the UUID version 5 of `urn:ballast:run` in RFC 9562's namespace for URLs. */
const namespace = Buffer.from('d54333e1c8a75073aba098adba644414', 'hex');

/**
 * OpenLineage's id of a run, as a UUID version 5 (RFC 9562): the same for the same environment, job and run of ours,
 * so that an event that is sent twice is one event.
 */
export function runUuid(environment: string, job: string, run: string): string {
  const bytes = createHash('sha1')
    .update(namespace)
    .update(JSON.stringify([environment, job, run]))
    .digest()
    .subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
