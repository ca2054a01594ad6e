import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The certificate that the twin's AWS presents on 127.0.0.1, made once per twin folder. It has to be there before any
 * process that shall trust it starts: Node.js reads NODE_EXTRA_CA_CERTS at start alone.
 * @param {string} directory the twin's folder
 * @returns {{ certificate: string, key: string }} PEM files
 */
export function ensureCertificate(directory) {
  const folder = join(directory, 'tls');
  const certificate = join(folder, 'certificate.pem');
  const key = join(folder, 'key.pem');
  if (existsSync(certificate) && existsSync(key)) return { certificate, key };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const extensions = [
    'basicConstraints=critical,CA:FALSE',
    'keyUsage=critical,digitalSignature,keyEncipherment',
    'extendedKeyUsage=serverAuth',
    'subjectAltName=IP:127.0.0.1,DNS:localhost',
  ];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate];
  const options = [
    '-days',
    '825',
    '-subj',
    '/CN=ballast-twin',
    ...extensions.flatMap((line) => ['-addext', line]),
  ];
  try {
    execFileSync('openssl', [...request, ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    if (error.code === 'ENOENT') {
      throw new Error(
        "Cannot make the twin's certificate: `openssl` is not installed; install OpenSSL 1.1.1 or newer",
      );
    }
    throw new Error(`Cannot make the twin's certificate: ${String(error.stderr ?? error.message).trim()}`);
  }
  return { certificate, key };
}
