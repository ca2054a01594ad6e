import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { beginningOf } from '../core/beginning-of.ts';
import { CliError } from './cli-error.ts';

/**
 * A JSON object from the command line itself, from `@file`, or from stdin (`-`).
 * @throws CliError when it cannot be read, or is no JSON object
 */
export async function readJson(source: string): Promise<Record<string, unknown>> {
  const json = await readSource(source);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new CliError(
      'usage',
      `Cannot read --request as JSON: ${(error as Error).message}; received ${shorten(json)}`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CliError('usage', `Cannot use --request: expected a JSON object, received ${shorten(json)}`);
  }
  return value as Record<string, unknown>;
}

async function readSource(source: string): Promise<string> {
  if (source === '-') return text(process.stdin);
  if (!source.startsWith('@')) return source;
  try {
    return readFileSync(source.slice(1), 'utf8');
  } catch (error) {
    throw new CliError('usage', `Cannot read --request from a file: ${(error as Error).message}`);
  }
}

const shorten = (json: string): string =>
  json.length > 80 ? `${beginningOf(json, 80)}…` : json || 'nothing';
