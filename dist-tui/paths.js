import path from "node:path";
import process$1 from "node:process";
import { createHash } from "node:crypto";
import os from "node:os";

// node_modules/is-safe-filename/index.js
const unsafeFilenameFixtures = Object.freeze([
	"",
	"   ",
	".",
	"..",
	" .",
	". ",
	" ..",
	".. ",
	"../",
	"../foo",
	"foo/../bar",
	"foo/bar",
	"foo\\bar",
	"foo\0bar"
]);
function isSafeFilename(filename) {
	if (typeof filename !== "string") return false;
	const trimmed = filename.trim();
	return trimmed !== "" && trimmed !== "." && trimmed !== ".." && !filename.includes("/") && !filename.includes("\\") && !filename.includes("\0");
}
function assertSafeFilename(filename) {
	if (typeof filename !== "string") throw new TypeError("Expected a string");
	if (!isSafeFilename(filename)) throw new Error(`Unsafe filename: ${JSON.stringify(filename)}`);
}

// node_modules/env-paths/index.js
const homedir = os.homedir();
const tmpdir = os.tmpdir();
const { env: env$1 } = process$1;
const macos = (name) => {
	const library = path.join(homedir, "Library");
	return {
		data: path.join(library, "Application Support", name),
		config: path.join(library, "Preferences", name),
		cache: path.join(library, "Caches", name),
		log: path.join(library, "Logs", name),
		temp: path.join(tmpdir, name)
	};
};
const windows = (name) => {
	const appData = env$1.APPDATA || path.join(homedir, "AppData", "Roaming");
	const localAppData = env$1.LOCALAPPDATA || path.join(homedir, "AppData", "Local");
	return {
		data: path.join(localAppData, name, "Data"),
		config: path.join(appData, name, "Config"),
		cache: path.join(localAppData, name, "Cache"),
		log: path.join(localAppData, name, "Log"),
		temp: path.join(tmpdir, name)
	};
};
const linux = (name) => {
	const username = path.basename(homedir);
	return {
		data: path.join(env$1.XDG_DATA_HOME || path.join(homedir, ".local", "share"), name),
		config: path.join(env$1.XDG_CONFIG_HOME || path.join(homedir, ".config"), name),
		cache: path.join(env$1.XDG_CACHE_HOME || path.join(homedir, ".cache"), name),
		log: path.join(env$1.XDG_STATE_HOME || path.join(homedir, ".local", "state"), name),
		temp: path.join(tmpdir, username, name)
	};
};
function envPaths(name, { suffix = "nodejs" } = {}) {
	assertSafeFilename(name);
	if (suffix) name += `-${suffix}`;
	assertSafeFilename(name);
	if (process$1.platform === "darwin") return macos(name);
	if (process$1.platform === "win32") return windows(name);
	return linux(name);
}

// src/labs/paths.ts
/**
* `UNDERLAY_HOME` puts everything under one folder; otherwise the XDG folders hold the data and the sockets, with
* `/tmp/underlay-UID` where no XDG_RUNTIME_DIR is set (su, cron, containers).
*/
const pathsFrom = (environment) => {
	const home = environment["UNDERLAY_HOME"];
	const shared = `/tmp/underlay-${process.getuid?.() ?? 0}`;
	if (home !== void 0 && home !== "") return {
		progress: path.join(home, "progress.json"),
		sockets: bindable(path.join(home, "run"), shared)
	};
	const runtime = environment["XDG_RUNTIME_DIR"];
	return {
		progress: path.join(envPaths("underlay", { suffix: "" }).data, "progress.json"),
		sockets: runtime === void 0 || runtime === "" ? shared : bindable(path.join(runtime, "underlay"), shared)
	};
};
/** The kernel's `sun_path` has 108 bytes, with the end mark; `/PID.sock` takes up to 16 of them. */
const LONGEST_FOLDER = 91;
/** A folder too deep for sockets gets another that stands for it. */
const bindable = (folder, shared) => Buffer.byteLength(folder) <= LONGEST_FOLDER ? folder : `${shared}-${createHash("sha256").update(folder).digest("hex").slice(0, 12)}`;

export { pathsFrom as t };
//# sourceMappingURL=paths.js.map