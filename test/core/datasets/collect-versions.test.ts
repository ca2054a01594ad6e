import { beforeEach, describe, expect, it } from 'vitest';
import {
  type CollectPorts,
  collectVersions,
  planCollection,
} from '../../../core/datasets/collect-versions.ts';
import type { VersionReference } from '../../../core/datasets/plan-retention.ts';

const policy = { keepNewest: 1, keepDays: 30 };
const now = new Date('2026-06-01T00:00:00Z');

/** A dataset of which version n has the file n alone; every call can let somebody else act first. */
class World implements CollectPorts {
  readonly versions = [0, 1, 2].map((version) => ({
    version,
    createdAt: '2026-01-01T00:00:00.000Z',
    expiredAt: undefined as string | undefined,
  }));
  readonly references: VersionReference[] = [];
  readonly commits = [0, 1, 2].map((version) => this.#commit(version));
  readonly files = new Set(['f0', 'f1', 'f2']);
  calls: string[] = [];
  /** Runs before the named call, once. */
  before: Partial<Record<string, () => void>> = {};

  #commit(version: number, path = `f${version}`): string {
    const remove = version === 0 ? [] : [JSON.stringify({ remove: { path: `f${version - 1}` } })];
    return [JSON.stringify({ add: { path, size: 1 } }), ...remove].join('\n');
  }

  /** Another writer brings the rows of `path` back as the newest version: it commits, then looks for the file. */
  commitAgain(path: string): void {
    this.commits.push(this.#commit(this.commits.length, path));
    this.versions.push({ ...this.versions[0]!, version: this.versions.length, expiredAt: undefined });
  }

  async #call<T>(name: string, effect: () => T): Promise<T> {
    const times = this.calls.filter((call) => call.startsWith(name)).length + 1;
    this.calls.push(name);
    this.before[`${name} ${times}`]?.();
    return effect();
  }

  readVersions = () => this.#call('readVersions', () => structuredClone(this.versions));
  readReferences = () => this.#call('readReferences', () => [...this.references]);
  readLog = () => this.#call('readLog', () => [...this.commits]);
  listFiles = () => this.#call('listFiles', () => new Set(this.files));
  expire = (version: number, at: string) =>
    this.#call('expire', () => {
      this.versions[version]!.expiredAt = at;
    });
  revive = (version: number) =>
    this.#call('revive', () => {
      this.versions[version]!.expiredAt = undefined;
    });
  deleteFile = (path: string) => this.#call('deleteFile', () => void this.files.delete(path));
  restoreFile = (path: string) => this.#call('restoreFile', () => void this.files.add(path));
  snapshots = [31, 63, 95, 127];
  listSnapshots = async () => [...this.snapshots];
  deleteSnapshot = async (version: number) => {
    this.snapshots = this.snapshots.filter((at) => at !== version);
  };
}

let world: World;
beforeEach(() => {
  world = new World();
});

describe('collectVersions', () => {
  it('gives up what nothing needs, deletes its files, and does nothing the second time', async () => {
    const collected = await collectVersions(world, policy, now);
    expect(collected).toMatchObject({ revived: [], deleted: ['f0', 'f1'], restored: [] });
    expect([...world.files]).toEqual(['f2']);
    expect(world.commits).toHaveLength(3);
    expect(await collectVersions(world, policy, now)).toMatchObject({
      revived: [],
      deleted: [],
      restored: [],
    });
  });

  it('loses nothing to a model that is registered at any moment: its run is seen, or it is refused', async () => {
    const places = ['readReferences 1', 'expire 1', 'expire 2', 'readReferences 2', 'listFiles 2'];
    places.push('readReferences 3', 'deleteFile 1', 'deleteFile 2', 'readReferences 4', 'listFiles 3');
    const seen = { served: 0, refused: 0 };
    for (const place of places) {
      world = new World();
      let refused = false;
      world.before[place] = () => {
        // As a release does it: the run first, then the version; a version that is marked is refused.
        world.references.push({ version: 1, kind: 'run', by: 'late-1' });
        refused = world.versions[1]!.expiredAt !== undefined;
      };
      await collectVersions(world, policy, now);
      if (refused) seen.refused++;
      else {
        seen.served++;
        expect([place, world.files.has('f1'), world.versions[1]!.expiredAt]).toEqual([
          place,
          true,
          undefined,
        ]);
      }
    }
    expect(seen.served).toBeGreaterThan(0);
    expect(seen.refused).toBeGreaterThan(0);
  });

  it('brings back the file of a commit that came while it was deleted', async () => {
    const places = [
      'expire 1',
      'readLog 2',
      'listFiles 2',
      'deleteFile 1',
      'deleteFile 2',
      'readLog 3',
      'listFiles 3',
    ];
    for (const place of places) {
      world = new World();
      world.before[place] = () => world.commitAgain('f0');
      await collectVersions(world, policy, now);
      // What comes after the last look at the log is the writer's own to see: it looks for its file after the commit.
      if (place !== 'listFiles 3') expect([place, world.files.has('f0')]).toEqual([place, true]);
    }
  });

  it('brings back what a collection that was killed half-way had taken', async () => {
    world.before['deleteFile 2'] = () => {
      world.commitAgain('f0');
      throw new Error('killed');
    };
    await expect(collectVersions(world, policy, now)).rejects.toThrow('killed');
    expect(world.files.has('f0')).toBe(false);
    const { restored } = await collectVersions(world, policy, now);
    expect(restored).toEqual(['f0']);
  });

  it('takes back the mark of a collection that was killed before its second look, where a run needs the version', async () => {
    // The run was served before the mark.
    world.before['expire 2'] = () => world.references.push({ version: 1, kind: 'run', by: 'early-1' });
    world.before['readReferences 2'] = () => {
      throw new Error('killed');
    };
    await expect(collectVersions(world, policy, now)).rejects.toThrow('killed');
    expect(world.versions[1]!.expiredAt).toBeDefined();
    const { plan, revived, deleted } = await collectVersions(world, policy, now);
    expect(plan.versions.map(({ verdict }) => verdict)).toEqual(['expired', 'revive', 'keep']);
    expect([revived, deleted]).toEqual([[1], ['f0']]);
    expect(world.versions[1]!.expiredAt).toBeUndefined();
  });

  it('plans no file that is gone, nor takes back the mark of a version that has lost one', async () => {
    await collectVersions(world, policy, now);
    world.references.push({ version: 1, kind: 'run', by: 'late-1' });
    const plan = await planCollection(world, policy, now);
    expect(plan.versions.map(({ verdict }) => verdict)).toEqual(['expired', 'expired', 'keep']);
    expect([plan.deletes, plan.missing]).toEqual([[], []]);
  });

  it('thins the snapshots', async () => {
    expect(await collectVersions(world, policy, now)).toMatchObject({ thinned: [63] });
    expect(world.snapshots).toEqual([31, 95, 127]);
  });
});
