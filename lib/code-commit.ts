import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';

/**
 * The commit of a checkout; with changes that are not committed, `<commit>-dirty-<hash of the changes>`.
 * Outside a checkout it must come from the variable CODE_COMMIT.
 */
export function codeCommit(root: string): string {
  if (process.env.CODE_COMMIT !== undefined) return process.env.CODE_COMMIT;
  const git = (...words: string[]) =>
    execFileSync('git', words, {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  try {
    const head = git('rev-parse', 'HEAD').trim();
    const changes = git('status', '--porcelain') === '' ? '' : git('diff', 'HEAD');
    if (changes === '') return head;
    return `${head}-dirty-${createHash('sha256').update(changes).digest('hex').slice(0, 8)}`;
  } catch (error) {
    throw new Error(
      `Cannot name the commit that is deployed: ${root} is no git checkout; set CODE_COMMIT. (${(error as Error).message})`,
    );
  }
}
