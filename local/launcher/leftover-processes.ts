import { readdirSync, readFileSync } from 'node:fs';

/**
 * Ids of the processes that carry the mark of this twin (`childEnvironment`), whoever their parent is now.
 * Empty on a system without `/proc`.
 */
export function leftoverProcesses(directory: string): number[] {
  const mark = `\0BALLAST_TWIN_PART=${directory}\0`;
  return processIds().filter((pid) => {
    try {
      return `\0${readFileSync(`/proc/${pid}/environ`, 'utf8')}`.includes(mark);
    } catch {
      return false; // ended meanwhile, or another user's
    }
  });
}

function processIds(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => pid !== process.pid);
  } catch {
    return [];
  }
}
