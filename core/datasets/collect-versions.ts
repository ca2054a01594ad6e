import { fileLifetimes } from './file-lifetimes.ts';
import {
  type PlannedVersion,
  planRetention,
  type RetentionPlan,
  type RetentionPolicy,
  type VersionReference,
} from './plan-retention.ts';
import { spareSnapshots } from './spare-snapshots.ts';

/** The world as `collectVersions` sees it. */
export interface CollectPorts {
  readVersions(): Promise<
    readonly { readonly version: number; readonly createdAt: string; readonly expiredAt?: string }[]
  >;
  readReferences(): Promise<readonly VersionReference[]>;
  /** Texts of all commits. */
  readLog(): Promise<readonly string[]>;
  /** Paths of the data files that are there. */
  listFiles(): Promise<ReadonlySet<string>>;
  /** Marks a version as given up. */
  expire(version: number, at: string): Promise<void>;
  /** Takes the mark back. */
  revive(version: number): Promise<void>;
  deleteFile(path: string): Promise<void>;
  /** Brings a deleted file back from the bucket's history. */
  restoreFile(path: string): Promise<void>;
  /** Versions that have a snapshot beside the log. */
  listSnapshots(): Promise<readonly number[]>;
  deleteSnapshot(version: number): Promise<void>;
}

/** What a collection did. */
export interface Collected {
  readonly plan: RetentionPlan;
  /** Versions that were marked, by this collection or one that was killed, and that something needs: they stay. */
  readonly revived: readonly number[];
  readonly deleted: readonly string[];
  /** Files of kept versions that were gone and are back. */
  readonly restored: readonly string[];
  /** Versions whose snapshots were deleted: others are near enough. */
  readonly thinned: readonly number[];
}

/** A plan, from what is there now. */
export async function planCollection(
  ports: CollectPorts,
  policy: RetentionPolicy,
  now: Date,
): Promise<RetentionPlan> {
  const [versions, references, commits] = [
    await ports.readVersions(),
    await ports.readReferences(),
    await ports.readLog(),
  ];
  // After the log: a writer stores a file before its commit names it.
  const present = await ports.listFiles();
  return planRetention({
    ...{ versions, references, present, policy, now },
    lifetimes: fileLifetimes(commits),
    commits: commits.length,
  });
}

/**
 * Gives up the versions that nothing needs, and deletes the data files that only they have. The log stays whole.
 *
 * Nothing is locked; each side writes before it looks. A release writes its run before it fetches a version, and
 * fetching refuses a version that is marked; the collection marks before it looks at the runs again. Whichever comes
 * first, either the collection sees the run and takes its mark back, or the run is refused with a clear error. In the
 * same way a writer commits before it makes sure that its file is there, and the collection deletes before it reads
 * the log again and brings back what a commit has named meanwhile.
 */
export async function collectVersions(
  ports: CollectPorts,
  policy: RetentionPolicy,
  now: Date,
): Promise<Collected> {
  const plan = await planCollection(ports, policy, now);
  const planned = (asked: PlannedVersion['verdict']): number[] =>
    plan.versions.filter(({ verdict }) => verdict === asked).map(({ version }) => version);
  const back = planned('revive');
  for (const version of back) await ports.revive(version);
  const expiring = planned('expire');
  for (const version of expiring) await ports.expire(version, now.toISOString());

  const needed = new Set((await ports.readReferences()).map(({ version }) => version));
  const revived = expiring.filter((version) => needed.has(version));
  for (const version of revived) await ports.revive(version);

  const second = await planCollection(ports, policy, now);
  const deleted = second.deletes.map(({ path }) => path);
  for (const path of deleted) await ports.deleteFile(path);

  const third = await planCollection(ports, policy, now);
  const restored = third.missing.map(({ path }) => path);
  for (const path of restored) await ports.restoreFile(path);

  const thinned = spareSnapshots(await ports.listSnapshots());
  for (const version of thinned) await ports.deleteSnapshot(version);
  return {
    plan,
    revived: [...back, ...revived],
    deleted: deleted.filter((path) => !restored.includes(path)),
    restored,
    thinned,
  };
}
