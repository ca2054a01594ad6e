import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Lays out DuckDB's Node packages as a Lambda layer with the native binding for one platform, and no other.
 * A binding that is not installed on this machine comes from the package registry, at the installed version.
 * @param platform Node's `<platform>-<arch>`, for example `linux-x64`, which Lambda runs
 * @returns the layer's folder
 */
export function layOutDuckdbLayer(root: string, output: string, platform: string): string {
  const installed = join(root, 'node_modules', '@duckdb');
  const binding = `node-bindings-${platform}`;
  const target = join(output, 'nodejs', 'node_modules', '@duckdb');
  const version = (
    JSON.parse(readFileSync(join(installed, 'node-bindings', 'package.json'), 'utf8')) as { version: string }
  ).version;
  const marker = join(target, binding, 'package.json');
  if (existsSync(marker) && readFileSync(marker, 'utf8').includes(`"version": "${version}"`)) return output;
  rmSync(output, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const name of ['node-api', 'node-bindings']) {
    cpSync(join(installed, name), join(target, name), { recursive: true });
  }
  if (existsSync(join(installed, binding))) {
    cpSync(join(installed, binding), join(target, binding), { recursive: true });
    return output;
  }
  const packed = execFileSync(
    'npm',
    ['pack', `@duckdb/${binding}@${version}`, '--silent', '--pack-destination', output],
    { encoding: 'utf8' },
  ).trim();
  mkdirSync(join(target, binding));
  execFileSync('tar', ['-xzf', join(output, packed), '-C', join(target, binding), '--strip-components=1']);
  rmSync(join(output, packed));
  return output;
}
