import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
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
  const { version } = JSON.parse(readFileSync(join(installed, 'node-bindings', 'package.json'), 'utf8')) as {
    version: string;
  };
  const layer = join(output, `${version}-${platform}`);
  if (existsSync(layer)) return layer;
  // Laid out aside and then renamed: another process sees a whole layer or none.
  const aside = `${layer}.${process.pid}`;
  const target = join(aside, 'nodejs', 'node_modules', '@duckdb');
  mkdirSync(target, { recursive: true });
  try {
    for (const name of ['node-api', 'node-bindings']) {
      cpSync(join(installed, name), join(target, name), { recursive: true });
    }
    if (existsSync(join(installed, binding))) {
      cpSync(join(installed, binding), join(target, binding), { recursive: true });
    } else {
      fetchBinding(`@duckdb/${binding}@${version}`, aside, join(target, binding));
    }
    if (!existsSync(layer)) renameSync(aside, layer);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return layer;
}

function fetchBinding(specifier: string, directory: string, target: string): void {
  const packed = execFileSync('npm', ['pack', specifier, '--silent', '--pack-destination', directory], {
    encoding: 'utf8',
  }).trim();
  mkdirSync(target);
  execFileSync('tar', ['-xzf', join(directory, packed), '-C', target, '--strip-components=1']);
  rmSync(join(directory, packed));
}
