import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { twinCertificate } from '../../cli/twin-certificate.js';

let directory: string;
const stateOf = (pid: number): string =>
  JSON.stringify({ caFile: '/twin/ca.pem', processes: { launcher: { pid } } });

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballast-test-'));
  writeFileSync(join(directory, 'twin.json'), stateOf(process.pid));
});
afterEach(() => rmSync(directory, { recursive: true }));

it('is the twin’s where there is one', () => {
  expect(twinCertificate(['status'], { BALLAST_TWIN_DIRECTORY: directory })).toBe('/twin/ca.pem');
  expect(twinCertificate(['status'], { BALLAST_TWIN_DIRECTORY: join(directory, 'none') })).toBeNull();
});

it('is not trusted for AWS, and not added twice', () => {
  const environment = { BALLAST_TWIN_DIRECTORY: directory };
  expect(twinCertificate(['status', '--target', 'aws'], environment)).toBeNull();
  expect(twinCertificate(['--target=aws', 'status'], environment)).toBeNull();
  expect(twinCertificate(['status', '--target', 'twin'], environment)).toBe('/twin/ca.pem');
  expect(twinCertificate(['status'], { ...environment, NODE_EXTRA_CA_CERTS: '/other.pem' })).toBe(
    '/twin/ca.pem',
  );
  expect(twinCertificate(['status'], { ...environment, NODE_EXTRA_CA_CERTS: '/twin/ca.pem' })).toBeNull();
});

it('leaves alone a twin that has ended', () => {
  // Above the largest process id that Linux gives.
  writeFileSync(join(directory, 'twin.json'), stateOf(2 ** 22 + 1));
  expect(twinCertificate(['status'], { BALLAST_TWIN_DIRECTORY: directory })).toBeNull();
});

it('leaves a broken state file to the command', () => {
  writeFileSync(join(directory, 'twin.json'), '{');
  expect(twinCertificate(['status'], { BALLAST_TWIN_DIRECTORY: directory })).toBeNull();
});
