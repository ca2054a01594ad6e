import { beginningOf } from '../beginning-of.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it removes
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
const secrets = [
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\b(?:password|passwd|secret|token|api[_-]?key|secretAccessKey|sessionToken)\b["']?\s*[=:]\s*["']?[^\s"',;]+/gi,
  /\bX-Amz-(?:Signature|Security-Token|Credential)=[^&\s]+/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
];

/**
 * Text that came from elsewhere, fit for a message to a person: control and direction characters become
 * spaces (line feeds stay), what looks like a credential is blacked out, and what is too long is cut with `…`.
 */
export function plainText(text: string, maximumLength: number): string {
  let plain = text.replaceAll('\r\n', '\n').replace(controls, ' ');
  for (const secret of secrets) plain = plain.replace(secret, '[removed]');
  return plain.length > maximumLength ? `${beginningOf(plain, maximumLength - 1).trimEnd()}…` : plain;
}
