import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Records by name, in memory and in a folder with a JSON file for each: they outlive a restart. */
export class Store<T> {
  readonly #records = new Map<string, T>();

  constructor(private readonly directory: string) {
    mkdirSync(directory, { recursive: true });
    for (const file of readdirSync(directory)) {
      if (!file.endsWith('.json')) continue;
      const text = readFileSync(join(directory, file), 'utf8');
      this.#records.set(file.slice(0, -'.json'.length), JSON.parse(text) as T);
    }
  }

  get(name: string): T | undefined {
    return this.#records.get(name);
  }

  list(): T[] {
    return [...this.#records.values()];
  }

  /** Keeps the record; its file is replaced as a whole, so a crash leaves the old or the new one. */
  put(name: string, record: T): T {
    const file = join(this.directory, `${name}.json`);
    writeFileSync(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`);
    renameSync(`${file}.new`, file);
    this.#records.set(name, record);
    return record;
  }

  delete(name: string): void {
    rmSync(join(this.directory, `${name}.json`), { force: true });
    this.#records.delete(name);
  }
}
