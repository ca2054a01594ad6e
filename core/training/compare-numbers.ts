import { beginningOf } from '../beginning-of.ts';
import type { ArtifactComparison } from './artifact-comparison.ts';
import type { Json } from './digest-of.ts';

/**
 * Compares two JSON values leaf by leaf. Numbers may differ by `tolerance`, relative to the larger one where that is
 * above 1, as `numpy.isclose` with both tolerances would have it; everything else must be the same.
 * @param what a word for the leaves, in the plural
 */
export function compareNumbers(
  artifact: ArtifactComparison['artifact'],
  what: string,
  recorded: Json,
  made: Json,
  tolerance: number,
): ArtifactComparison {
  const found = { leaves: 0, largest: 0, differing: [] as string[] };
  walk('', recorded, made, tolerance, found);
  const { leaves, largest, differing } = found;
  if (differing.length > 0) {
    const more = differing.length > 5 ? `, and ${differing.length - 5} more` : '';
    return {
      artifact,
      verdict: 'differs',
      detail: `${differing.length} of ${leaves} ${what}: ${differing.slice(0, 5).join(', ')}${more}`,
      reasons: [],
    };
  }
  if (largest > 0) {
    return {
      artifact,
      verdict: 'equal-within-tolerance',
      detail: `${leaves} ${what}, the largest difference is ${largest.toExponential(1)} of at most ${tolerance}`,
      reasons: [],
    };
  }
  return { artifact, verdict: 'identical', detail: `${leaves} ${what}`, reasons: [] };
}

function walk(
  path: string,
  recorded: Json | undefined,
  made: Json | undefined,
  tolerance: number,
  found: { leaves: number; largest: number; differing: string[] },
): void {
  if (isObject(recorded) && isObject(made)) {
    for (const name of new Set([...Object.keys(recorded), ...Object.keys(made)])) {
      walk(path === '' ? name : `${path}.${name}`, recorded[name], made[name], tolerance, found);
    }
    return;
  }
  found.leaves++;
  if (typeof recorded === 'number' && typeof made === 'number') {
    const difference = Math.abs(recorded - made) / Math.max(1, Math.abs(recorded), Math.abs(made));
    if (difference <= tolerance) {
      found.largest = Math.max(found.largest, difference);
      return;
    }
  }
  if (recorded !== made) found.differing.push(`${path || 'value'} ${show(recorded)} → ${show(made)}`);
}

/** An array counts by its indices. */
const isObject = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  value !== null && typeof value === 'object';

const show = (value: Json | undefined): string =>
  value === undefined ? 'missing' : beginningOf(JSON.stringify(value), 60);
