import { n as LANGUAGES } from "./say.js";
import { _ as prettifyError, c as number, f as string, l as object, n as array, o as literal, r as boolean, t as _enum, u as record } from "./schemas.js";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { link, mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { setTimeout as setTimeout$1 } from "node:timers/promises";

// node_modules/lowdb/lib/core/Low.js
function checkArgs(adapter, defaultData) {
	if (adapter === void 0) throw new Error("lowdb: missing adapter");
	if (defaultData === void 0) throw new Error("lowdb: missing default data");
}
var Low = class {
	adapter;
	data;
	constructor(adapter, defaultData) {
		checkArgs(adapter, defaultData);
		this.adapter = adapter;
		this.data = defaultData;
	}
	async read() {
		const data = await this.adapter.read();
		if (data) this.data = data;
	}
	async write() {
		if (this.data) await this.adapter.write(this.data);
	}
	async update(fn) {
		fn(this.data);
		await this.write();
	}
};

// src/labs/file-lock.ts
/** A lock whose holder cannot be told (empty or foreign file) is taken over when it is this old. In milliseconds. */
const STALE_MS = 1e4;
const RETRY_MS$1 = 5;
const isCode = (error, ...codes) => error instanceof Error && "code" in error && codes.includes(String(error.code));
/** When a process started, in clock ticks since boot (field 22 of /proc/PID/stat): tells a reused pid from the old one. */
const startOf = async (pid) => {
	try {
		const text = await readFile(`/proc/${pid}/stat`, "utf8");
		return text.slice(text.lastIndexOf(")") + 2).split(" ")[19];
	} catch (error) {
		if (isCode(error, "ENOENT", "ESRCH")) return void 0;
		throw error;
	}
};
/**
* Runs `work` while no other process does so for the same lock file.
*
* The file appears with its whole text (`pid start`) by link(2), which fails where it already is, so no process ever
* sees a half-written lock. A lock of a process that is gone is taken over.
* @throws what writing in the folder throws (ENOSPC, EACCES, EROFS…), and {@link LockTimeout}
*/
const withFileLock = async (file, work, timeoutMs = 5e3) => {
	const release = await acquire(file, timeoutMs);
	try {
		return await work();
	} finally {
		await release();
	}
};
/** Another process held the lock all the time. */
var LockTimeout = class extends Error {
	name = "LockTimeout";
};
const acquire = async (file, timeoutMs) => {
	await mkdir(path.dirname(file), { recursive: true });
	const own = `${file}.${process.pid}.${randomUUID()}`;
	const text = `${process.pid} ${await startOf(process.pid) ?? ""}`;
	const deadline = performance.now() + timeoutMs;
	try {
		await writeFile(own, text, { mode: 384 });
		for (;;) {
			try {
				await link(own, file);
				return () => rm(file, { force: true });
			} catch (error) {
				if (!isCode(error, "EEXIST")) throw error;
			}
			if (await isStale(file)) await takeAway(file);
			else if (performance.now() > deadline) throw new LockTimeout(`Another process holds ${file}`);
			else await setTimeout$1(RETRY_MS$1 + Math.random() * RETRY_MS$1);
		}
	} finally {
		await rm(own, { force: true });
	}
};
const isStale = async (file) => {
	try {
		const [pid = "", start] = (await readFile(file, "utf8")).split(" ");
		if (/^\d+$/.test(pid)) return await startOf(Number(pid)) !== start;
		return Date.now() - (await stat(file)).mtimeMs > STALE_MS;
	} catch (error) {
		if (isCode(error, "ENOENT")) return false;
		throw error;
	}
};
/**
* Removes a lock whose holder is gone. Only the one process that holds the guard may do so, and looks again first:
* otherwise a slow process could remove the lock that a quick one has just taken in its place.
*/
const takeAway = async (file) => {
	const guard = `${file}.guard`;
	try {
		await writeFile(guard, "", {
			flag: "wx",
			mode: 384
		});
	} catch (error) {
		if (!isCode(error, "EEXIST")) throw error;
		await removeOld(guard);
		return;
	}
	try {
		if (await isStale(file)) await rm(file, { force: true });
	} finally {
		await rm(guard, { force: true });
	}
};
/** A guard is held for a moment only; an old one was left by a process that was killed right then. */
const removeOld = async (guard) => {
	try {
		if (Date.now() - (await stat(guard)).mtimeMs > STALE_MS) await rm(guard, { force: true });
	} catch (error) {
		if (!isCode(error, "ENOENT")) throw error;
	}
};

// src/labs/progress-file.ts
/**
* lowdb's door to one text file. Its own TextFile adapter uses the same temporary name in every process and does not
* sync: two programs at once, or a power cut, could leave half a file.
*/
var ProgressFile = class {
	#file;
	constructor(file) {
		this.#file = file;
	}
	/** The text, or null where there is no file yet. */
	async read() {
		try {
			return await readFile(this.#file, "utf8");
		} catch (error) {
			if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
			throw error;
		}
	}
	/** Replaces the file at once and whole, or leaves it as it was and throws. */
	async write(text) {
		const folder = path.dirname(this.#file);
		await mkdir(folder, { recursive: true });
		const temporary = `${this.#file}.${process.pid}.${randomUUID()}.tmp`;
		try {
			const handle = await open(temporary, "wx", 384);
			try {
				await handle.writeFile(text);
				await handle.sync();
			} finally {
				await handle.close();
			}
			await rename(temporary, this.#file);
		} catch (error) {
			await rm(temporary, { force: true });
			throw error;
		}
	}
	/** Renames the file to `progress.broken-DATE.json` and says how it is called now. */
	async putAside(at) {
		const { dir, name, ext } = path.parse(this.#file);
		const stamp = at.toISOString().replaceAll(/[:.]/g, "-");
		const aside = path.join(dir, `${name}.broken-${stamp}${ext}`);
		await rename(this.#file, aside);
		return aside;
	}
	/** Removes temporary files of processes that were killed while writing. Only under the lock. */
	async sweep() {
		const { dir, base } = path.parse(this.#file);
		const left = (await readdir(dir)).filter((name) => name.startsWith(`${base}.`) && name.endsWith(".tmp"));
		for (const name of left) await rm(path.join(dir, name), { force: true });
	}
};

// src/labs/progress-schema.ts
const labProgress = object({
	seed: number(),
	fault: string().optional(),
	passed: array(string()),
	everPassed: array(string()),
	finishedAt: number().optional(),
	hintsUsed: number(),
	updatedAt: number()
});
const progress = object({
	version: literal(1),
	settings: object({
		language: _enum(LANGUAGES).optional(),
		theme: _enum([
			"auto",
			"dark",
			"light",
			"none"
		]),
		welcomed: boolean()
	}),
	labs: record(string(), labProgress),
	last: string().optional()
});
const versioned = object({ version: number().int() });
/** Before anything was learned. */
const EMPTY_PROGRESS = {
	version: 1,
	settings: {
		theme: "auto",
		welcomed: false
	},
	labs: {}
};
/** Reads a progress file's text; nothing of an unknown shape gets past here. */
const parseProgress = (text) => {
	let data;
	try {
		data = JSON.parse(text);
	} catch (error) {
		return {
			kind: "broken",
			why: error instanceof Error ? error.message : String(error)
		};
	}
	const version = versioned.safeParse(data);
	if (version.success && version.data.version > 1) return {
		kind: "newer",
		version: version.data.version
	};
	const read = progress.safeParse(data);
	return read.success ? {
		kind: "good",
		progress: withoutUndefined(read.data)
	} : {
		kind: "broken",
		why: prettifyError(read.error)
	};
};
/** zod writes an absent optional key as possibly undefined; the contract knows only absent. JSON cannot hold undefined. */
const withoutUndefined = (data) => data;

// src/labs/progress-store.ts
/** While the file cannot be written, it is tried again this often, and with every new change. In milliseconds. */
const RETRY_MS = 15e3;
/**
* Opens the progress file. Never fails: what cannot be read or written is told in `notices`, and the program goes on
* in memory.
*/
const openProgress = async (file, retryMs = RETRY_MS) => {
	const store = new FileProgressStore(file, retryMs);
	await store.load();
	return store;
};
var FileProgressStore = class {
	#path;
	#file;
	#low;
	#retryMs;
	#listeners = /* @__PURE__ */ new Set();
	/** Changes that are not in the file yet, oldest first. */
	#pending = [];
	#current = EMPTY_PROGRESS;
	#notices = [];
	#trouble;
	#isReadOnly = false;
	#queue = Promise.resolve();
	#retry;
	constructor(file, retryMs) {
		this.#path = file;
		this.#file = new ProgressFile(file);
		this.#low = new Low(this.#file, "");
		this.#retryMs = retryMs;
	}
	get current() {
		return this.#current;
	}
	get notices() {
		return this.#notices;
	}
	subscribe(listener) {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}
	async load() {
		try {
			this.#become(await this.#read(false) ?? EMPTY_PROGRESS);
		} catch (error) {
			this.#tellTrouble(error);
		}
	}
	update(change) {
		this.#become(change(this.#current));
		this.#pending.push(change);
		const saved = this.#queue.then(() => this.#save());
		this.#queue = saved;
		return saved.then(() => this.#current);
	}
	[Symbol.dispose]() {
		clearTimeout(this.#retry);
	}
	async #save() {
		const { length } = this.#pending;
		if (length === 0 || this.#isReadOnly) return;
		try {
			await withFileLock(`${this.#path}.lock`, async () => {
				const onFile = await this.#read(true) ?? EMPTY_PROGRESS;
				if (this.#isReadOnly) return;
				await this.#file.sweep();
				const next = this.#pending.slice(0, length).reduce((progress, change) => change(progress), onFile);
				if (!isDeepStrictEqual(next, onFile)) {
					this.#low.data = `${JSON.stringify(next, void 0, 2)}\n`;
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
	async #read(isLocked) {
		this.#low.data = "";
		await this.#low.read();
		if (this.#low.data === "" && !await this.#isThere()) return void 0;
		const read = parseProgress(this.#low.data);
		switch (read.kind) {
			case "good": return read.progress;
			case "newer":
				this.#isReadOnly = true;
				this.#tell(newerFile(this.#path, read.version));
				return;
			case "broken":
				if (isLocked) this.#tell(brokenFile(await this.#file.putAside(/* @__PURE__ */ new Date()), read.why));
				else return withFileLock(`${this.#path}.lock`, () => this.#read(true));
				return;
		}
	}
	async #isThere() {
		return await this.#file.read() !== null;
	}
	#become(progress) {
		if (isDeepStrictEqual(progress, this.#current)) return;
		this.#current = progress;
		this.#announce();
	}
	#tell(notice) {
		if (this.#notices.some((one) => one.en === notice.en)) return;
		this.#notices = [...this.#notices, notice];
		this.#announce();
	}
	#announce() {
		for (const listener of this.#listeners) listener();
	}
	#tellTrouble(error) {
		if (this.#trouble !== void 0) return;
		this.#trouble = cannotSave(this.#path, error);
		this.#tell(this.#trouble);
	}
	/** Saved after all: the notice about it goes, and new trouble will be told anew. */
	#mended() {
		if (this.#trouble === void 0) return;
		this.#notices = this.#notices.filter((notice) => notice !== this.#trouble);
		this.#trouble = void 0;
		this.#announce();
	}
	#tryAgainLater() {
		clearTimeout(this.#retry);
		this.#retry = setTimeout(() => {
			this.#queue = this.#queue.then(() => this.#save());
		}, this.#retryMs);
		this.#retry.unref();
	}
};
const brokenFile = (aside, why) => ({
	en: `The progress file could not be understood (${why}). It was kept as ${aside}; progress starts anew.`,
	zh: `进度文件无法识别（${why}）。已保留为 ${aside}，进度从头开始。`
});
const newerFile = (file, version) => ({
	en: `${file} was written by a newer Underlay (version ${version} of the format). It is left alone: update Underlay, or nothing of this run will be kept.`,
	zh: `${file} 由更新版本的 Underlay 写入（格式版本 ${version}），不会改动它：请升级 Underlay，否则本次进度不会保存。`
});
const cannotSave = (file, error) => {
	const code = error instanceof Error && "code" in error ? String(error.code) : "";
	if (error instanceof LockTimeout) return {
		en: `${file} is held by another Underlay. Progress is kept in memory and saved when it lets go.`,
		zh: `${file} 正被另一个 Underlay 占用。进度暂存在内存中，释放后自动保存。`
	};
	if (code === "ENOSPC" || code === "EDQUOT") return {
		en: `The disk is full: progress cannot be saved in ${file}. It is kept in memory; free some space, it will be saved by itself.`,
		zh: `磁盘已满：进度无法保存到 ${file}。目前暂存在内存中，腾出空间后会自动保存。`
	};
	const why = error instanceof Error ? error.message : String(error);
	return {
		en: `Progress cannot be saved in ${file} (${why}). It is kept in memory until that works; check the owner and rights of the folder.`,
		zh: `进度无法保存到 ${file}（${why}）。在恢复之前暂存在内存中，请检查该目录的属主和权限。`
	};
};

export { openProgress as t };
//# sourceMappingURL=progress-store.js.map