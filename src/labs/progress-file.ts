import {randomUUID} from 'node:crypto';
import {open, readdir, readFile, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import type {Adapter} from 'lowdb';
import {makeFolder} from '../drivers/hosts/make-folder.ts';

/**
 * lowdb's door to one text file. Its own TextFile adapter uses the same temporary name in every process and does not
 * sync: two programs at once, or a power cut, could leave half a file.
 */
export class ProgressFile implements Adapter<string> {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** The text, or null where there is no file yet. */
  async read(): Promise<string | null> {
    try {
      return await readFile(this.#file, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Replaces the file at once and whole, or leaves it as it was and throws. */
  async write(text: string): Promise<void> {
    const folder = path.dirname(this.#file);
    await makeFolder(folder);
    const temporary = `${this.#file}.${process.pid}.${randomUUID()}.tmp`;
    try {
      const handle = await open(temporary, 'wx', 0o600);
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, this.#file);
    } catch (error) {
      await rm(temporary, {force: true});
      throw error;
    }
  }

  /** Renames the file to `progress.broken-DATE.json` and says how it is called now. */
  async putAside(at: Date): Promise<string> {
    const {dir, name, ext} = path.parse(this.#file);
    const stamp = at.toISOString().replaceAll(/[:.]/g, '-');
    const aside = path.join(dir, `${name}.broken-${stamp}${ext}`);
    await rename(this.#file, aside);
    return aside;
  }

  /** Removes temporary files of processes that were killed while writing. Only under the lock. */
  async sweep(): Promise<void> {
    const {dir, base} = path.parse(this.#file);
    const left = (await readdir(dir)).filter((name) => name.startsWith(`${base}.`) && name.endsWith('.tmp'));
    for (const name of left) await rm(path.join(dir, name), {force: true});
  }
}
