import { fileLifetimes } from './file-lifetimes.ts';
import {
  planRetention,
  type RetentionPlan,
  type RetentionPolicy,
  type VersionReference,
} from './plan-retention.ts';

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
}

/** What a collection did. */
export interface Collected {
  readonly plan: RetentionPlan;
  /** Versions that something began to need while they were being given up; they stay. */
  readonly revived: readonly number[];
  readonly deleted: readonly string[];
  /** Files of kept versions that were gone and are back. */
  readonly restored: readonly string[];
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
  return planRetention({
    ...{ versions, references, policy, now },
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
  const expiring = plan.versions.filter(({ verdict }) => verdict === 'expire').map(({ version }) => version);
  for (const version of expiring) await ports.expire(version, now.toISOString());

  const needed = new Set((await ports.readReferences()).map(({ version }) => version));
  const revived = expiring.filter((version) => needed.has(version));
  for (const version of revived) await ports.revive(version);

  const present = await ports.listFiles();
  const second = await planCollection(ports, policy, now);
  const deleted = second.deletes.map(({ path }) => path).filter((path) => present.has(path));
  for (const path of deleted) await ports.deleteFile(path);

  const third = await planCollection(ports, policy, now);
  const left = await ports.listFiles();
  const restored = third.keeps.map(({ path }) => path).filter((path) => !left.has(path));
  for (const path of restored) await ports.restoreFile(path);
  return { plan, revived, deleted: deleted.filter((path) => !restored.includes(path)), restored };
}
