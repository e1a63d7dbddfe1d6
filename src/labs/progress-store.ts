import {isDeepStrictEqual} from 'node:util';
import {Low} from 'lowdb';
import type {Text} from '../state/text.ts';
import {LockTimeout, withFileLock} from './file-lock.ts';
import {ProgressFile} from './progress-file.ts';
import {EMPTY_PROGRESS, parseProgress} from './progress-schema.ts';
import type {Progress, ProgressStore} from './progress.ts';

type ProgressChange = (progress: Progress) => Progress;

/** While the file cannot be written, it is tried again this often, and with every new change. In milliseconds. */
const RETRY_MS = 15_000;

/**
 * Opens the progress file. Never fails: what cannot be read or written is told in `notices`, and the program goes on
 * in memory.
 */
export const openProgress = async (file: string, retryMs = RETRY_MS): Promise<ProgressStore & Disposable> => {
  const store = new FileProgressStore(file, retryMs);
  await store.load();
  return store;
};

class FileProgressStore implements ProgressStore, Disposable {
  readonly #path: string;
  readonly #file: ProgressFile;
  readonly #low: Low<string>;
  readonly #retryMs: number;
  readonly #listeners = new Set<() => void>();
  /** Changes that are not in the file yet, oldest first. */
  #pending: ProgressChange[] = [];
  #current: Progress = EMPTY_PROGRESS;
  #notices: readonly Text[] = [];
  #trouble: Text | undefined;
  #isReadOnly = false;
  #queue: Promise<void> = Promise.resolve();
  #retry: NodeJS.Timeout | undefined;

  constructor(file: string, retryMs: number) {
    this.#path = file;
    this.#file = new ProgressFile(file);
    this.#low = new Low<string>(this.#file, '');
    this.#retryMs = retryMs;
  }

  get current(): Progress {
    return this.#current;
  }

  get notices(): readonly Text[] {
    return this.#notices;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async load(): Promise<void> {
    try {
      this.#become((await this.#read(false)) ?? EMPTY_PROGRESS);
    } catch (error) {
      this.#tellTrouble(error);
    }
  }

  update(change: ProgressChange): Promise<Progress> {
    // Shown at once; the file's newest state is put below it as soon as it was read.
    this.#become(change(this.#current));
    this.#pending.push(change);
    const saved = this.#queue.then(() => this.#save());
    this.#queue = saved;
    return saved.then(() => this.#current);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#retry);
  }

  async #save(): Promise<void> {
    const {length} = this.#pending;
    if (length === 0 || this.#isReadOnly) return;
    try {
      await withFileLock(`${this.#path}.lock`, async () => {
        const onFile = (await this.#read(true)) ?? EMPTY_PROGRESS;
        if (this.#isReadOnly) return;
        await this.#file.sweep();
        const next = this.#pending.slice(0, length).reduce((progress, change) => change(progress), onFile);
        if (!isDeepStrictEqual(next, onFile)) {
          this.#low.data = `${JSON.stringify(next, undefined, 2)}\n`;
          await this.#low.write();
        }
        this.#pending.splice(0, length);
        this.#become(this.#pending.reduce((progress, change) => change(progress), next));
      });
      this.#mended();
    } catch (error) {
      this.#tellTrouble(error);
      this.#tryAgainLater();
    }
  }

  /** The file's content; undefined where there is none that can be used. Only under the lock may a broken file be moved. */
  async #read(isLocked: boolean): Promise<Progress | undefined> {
    this.#low.data = '';
    await this.#low.read();
    if (this.#low.data === '' && !(await this.#isThere())) return undefined;
    const read = parseProgress(this.#low.data);
    switch (read.kind) {
      case 'good':
        return read.progress;
      case 'newer':
        this.#isReadOnly = true;
        this.#tell(newerFile(this.#path, read.version));
        return undefined;
      case 'broken':
        if (isLocked) this.#tell(brokenFile(await this.#file.putAside(new Date()), read.why));
        else return withFileLock(`${this.#path}.lock`, () => this.#read(true));
        return undefined;
    }
  }

  async #isThere(): Promise<boolean> {
    return (await this.#file.read()) !== null;
  }

  #become(progress: Progress): void {
    if (isDeepStrictEqual(progress, this.#current)) return;
    this.#current = progress;
    this.#announce();
  }

  #tell(notice: Text): void {
    if (this.#notices.some((one) => one.en === notice.en)) return;
    this.#notices = [...this.#notices, notice];
    this.#announce();
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }

  #tellTrouble(error: unknown): void {
    if (this.#trouble !== undefined) return;
    this.#trouble = cannotSave(this.#path, error);
    this.#tell(this.#trouble);
  }

  /** Saved after all: the notice about it goes, and new trouble will be told anew. */
  #mended(): void {
    if (this.#trouble === undefined) return;
    this.#notices = this.#notices.filter((notice) => notice !== this.#trouble);
    this.#trouble = undefined;
    this.#announce();
  }

  #tryAgainLater(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.#queue = this.#queue.then(() => this.#save());
    }, this.#retryMs);
    this.#retry.unref();
  }
}

const brokenFile = (aside: string, why: string): Text => ({
  en: `The progress file could not be understood (${why}). It was kept as ${aside}; progress starts anew.`,
  zh: `进度文件无法识别（${why}）。已保留为 ${aside}，进度从头开始。`,
});

const newerFile = (file: string, version: number): Text => ({
  en: `${file} was written by a newer Underlay (version ${version} of the format). It is left alone: update Underlay, or nothing of this run will be kept.`,
  zh: `${file} 由更新版本的 Underlay 写入（格式版本 ${version}），不会改动它：请升级 Underlay，否则本次进度不会保存。`,
});

const cannotSave = (file: string, error: unknown): Text => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof LockTimeout) {
    return {
      en: `${file} is held by another Underlay. Progress is kept in memory and saved when it lets go.`,
      zh: `${file} 正被另一个 Underlay 占用。进度暂存在内存中，释放后自动保存。`,
    };
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return {
      en: `The disk is full: progress cannot be saved in ${file}. It is kept in memory; free some space, it will be saved by itself.`,
      zh: `磁盘已满：进度无法保存到 ${file}。目前暂存在内存中，腾出空间后会自动保存。`,
    };
  }
  const why = error instanceof Error ? error.message : String(error);
  return {
    en: `Progress cannot be saved in ${file} (${why}). It is kept in memory until that works; check the owner and rights of the folder.`,
    zh: `进度无法保存到 ${file}（${why}）。在恢复之前暂存在内存中，请检查该目录的属主和权限。`,
  };
};
