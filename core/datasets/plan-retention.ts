import type { FileLifetime } from './file-lifetimes.ts';

/** Something that needs a dataset version: as long as it does, the version cannot go. */
export interface VersionReference {
  readonly version: number;
  /**
   * - `model`: a registered model learned from it;
   * - `run`: a release that runs, or waits for a decision, reads it;
   * - `incident`: an open drift cause or a recent page is about it;
   * - `pin`: somebody said so.
   */
  readonly kind: 'model' | 'run' | 'incident' | 'pin';
  /** Which one, in words: `flight-delay@2`. */
  readonly by: string;
}

export interface RetentionPolicy {
  /** So many newest versions stay, whoever needs them; at least 1. */
  readonly keepNewest: number;
  /** Versions younger than this stay: somebody may be reading them who left no trace. */
  readonly keepDays: number;
}

/** What becomes of a version, with every reason that holds. */
export interface PlannedVersion {
  readonly version: number;
  readonly createdAt: string;
  /**
   * - `keep`, `expire`: it stays; nothing needs it;
   * - `expired`: given up before;
   * - `revive`: given up by a collection that did not get to its files, and something needs it: it stays after all.
   */
  readonly verdict: 'keep' | 'expire' | 'expired' | 'revive';
  readonly reasons: readonly string[];
}

export interface PlannedFile {
  readonly path: string;
  readonly bytes: number;
}

export interface RetentionPlan {
  /** Oldest first. */
  readonly versions: readonly PlannedVersion[];
  /** Data files that are there and that no version that stays has. */
  readonly deletes: readonly PlannedFile[];
  /** Data files that a kept version has: whatever became of them, they must be there. */
  readonly keeps: readonly PlannedFile[];
  /** Of these, those that are not there. */
  readonly missing: readonly PlannedFile[];
}

const dayInMilliseconds = 86_400_000;

/**
 * Decides which versions of a dataset may go, and with them which data files. A version stays while it is new, young
 * or needed; a version that the registry does not know yet stays as well. A file goes when no version that stays has it.
 * @throws RangeError where the policy keeps no version at all
 */
export function planRetention(request: {
  readonly versions: readonly {
    readonly version: number;
    readonly createdAt: string;
    readonly expiredAt?: string;
  }[];
  readonly lifetimes: readonly FileLifetime[];
  /** Paths of the data files that are there. */
  readonly present: ReadonlySet<string>;
  /** Number of commits in the log: versions 0 to this, less one. */
  readonly commits: number;
  readonly references: readonly VersionReference[];
  readonly policy: RetentionPolicy;
  readonly now: Date;
}): RetentionPlan {
  const { lifetimes, present, commits, references, policy, now } = request;
  if (!Number.isInteger(policy.keepNewest) || policy.keepNewest < 1 || !(policy.keepDays >= 0)) {
    throw new RangeError(
      `Cannot plan retention: it must keep at least 1 newest version and 0 days, it was given ${policy.keepNewest} and ${policy.keepDays}`,
    );
  }
  const known = new Map(request.versions.map((record) => [record.version, record]));
  const versions: PlannedVersion[] = [];
  for (let version = 0; version < commits; version++) {
    const record = known.get(version);
    if (record === undefined) {
      versions.push({ version, createdAt: '', verdict: 'keep', reasons: ['its upload is being recorded'] });
      continue;
    }
    const { createdAt, expiredAt } = record;
    const needed = references.filter((reference) => reference.version === version);
    if (expiredAt !== undefined) {
      const isWhole = lifetimes.every((life) => !isIn(life, version) || present.has(life.path));
      const reasons = [`given up at ${expiredAt}`, ...needed.map(({ kind, by }) => `${kind} ${by}`)];
      const verdict = needed.length > 0 && isWhole ? 'revive' : 'expired';
      versions.push({ version, createdAt, verdict, reasons });
      continue;
    }
    const age = (now.getTime() - Date.parse(createdAt)) / dayInMilliseconds;
    const reasons = [
      ...(version === commits - 1 ? ['the newest version'] : []),
      ...(version < commits - 1 && version >= commits - policy.keepNewest
        ? [`one of the ${policy.keepNewest} newest`]
        : []),
      ...(age < policy.keepDays ? [`younger than ${policy.keepDays} days`] : []),
      ...needed.map(({ kind, by }) => `${kind} ${by}`),
    ];
    versions.push(
      reasons.length > 0
        ? { version, createdAt, verdict: 'keep', reasons }
        : {
            version,
            createdAt,
            verdict: 'expire',
            reasons: [`${Math.floor(age)} days old, nothing needs it`],
          },
    );
  }
  const kept = versions
    .filter(({ verdict }) => verdict === 'keep' || verdict === 'revive')
    .map(({ version }) => version);
  const isKept = (life: FileLifetime): boolean => kept.some((version) => isIn(life, version));
  const keeps = new Map<string, PlannedFile>();
  const deletes = new Map<string, PlannedFile>();
  for (const life of lifetimes) if (isKept(life)) keeps.set(life.path, fileOf(life));
  for (const life of lifetimes) if (!keeps.has(life.path)) deletes.set(life.path, fileOf(life));
  return {
    versions,
    deletes: [...deletes.values()].filter(({ path }) => present.has(path)),
    keeps: [...keeps.values()],
    missing: [...keeps.values()].filter(({ path }) => !present.has(path)),
  };
}

const isIn = ({ from, until }: FileLifetime, version: number): boolean =>
  version >= from && (until === null || version < until);

const fileOf = ({ path, bytes }: FileLifetime): PlannedFile => ({ path, bytes });
