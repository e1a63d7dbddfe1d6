import { $ as execa, G as findTools, J as installWay, n as loadLabs, q as installScript } from "./content.js";
import { o as EXIT, t as say } from "./say.js";
import { createInterface } from "node:readline/promises";

// src/drivers/hosts/foreground.ts
/**
* Runs a command in front of the learner, with his own terminal as its input and output (a package manager that shows
* its progress, sudo that asks for a password). No time limit: the learner can end it with Ctrl-C.
* @returns the exit code; 127 where the program does not exist.
*/
async function runInForeground(argv) {
	const [file, ...args] = argv;
	const result = await execa(file, args, {
		stdio: "inherit",
		reject: false
	});
	if (result.code === "ENOENT") return 127;
	return result.exitCode ?? 1;
}

// src/cli/set-up.ts
/** What the sandbox and the readers need, whatever the lab. */
const ALWAYS = [
	"bash",
	"unshare",
	"nsenter",
	"setpriv",
	"newuidmap",
	"ip",
	"bridge",
	"ss",
	"iptables",
	"iptables-save",
	"nft",
	"sysctl",
	"ps",
	"ping",
	"conntrack",
	"tcpdump",
	"less",
	"vi"
];
/** What only tests and the bench compare with. */
const BESIDES = {
	labs: [],
	tests: [
		"brctl",
		"arping",
		"nc",
		"ethtool"
	],
	bench: ["mn", "plotnetcfg"]
};
/** `underlay set-up`: installs the Debian packages of missing tools, as root or through sudo, after asking. */
async function setUp(options, language) {
	const besides = BESIDES[options.for];
	if (besides === void 0) {
		say.error(`underlay: --for ${options.for}: ${Object.keys(BESIDES).join(", ")}`);
		return EXIT.usage;
	}
	const catalog = await loadLabs();
	const wanted = [.../* @__PURE__ */ new Set([
		...ALWAYS,
		...besides,
		...catalog.labs.flatMap(({ tools }) => tools)
	])];
	const { missing, next } = findTools(wanted);
	const packages = [...new Set(missing.flatMap((tool) => tool.package ?? []))];
	if (packages.length === 0) return EXIT.ok;
	const list = packages.join(" ");
	const way = installWay(process.getuid?.() ?? 0, (program) => findTools([program]).missing.length === 0);
	if (way.way === "none") {
		say.error({
			en: `Underlay: some labs need tools that are not installed: ${list}.`,
			zh: `Underlay：部分实验需要尚未安装的工具：${list}。`
		}[language]);
		say.error(way.why[language]);
		if (next !== void 0) say.error(next[language]);
		return EXIT.unknown;
	}
	if (options.yes !== true && !await agreed(list, language)) return EXIT.unknown;
	say.error({
		en: `Underlay: installing ${list} (once)…`,
		zh: `Underlay：正在安装 ${list}（只需一次）…`
	}[language]);
	const script = `{ ${installScript(packages)}\n} >&2`;
	const code = await runInForeground(way.way === "root" ? [
		"sh",
		"-c",
		script
	] : [
		"sudo",
		"sh",
		"-c",
		script
	]);
	if (code === 0 && findTools(wanted).missing.length === 0) return EXIT.ok;
	say.error({
		en: `Underlay: the installation did not succeed (exit code ${code}).`,
		zh: `Underlay：安装没有成功（退出码 ${code}）。`
	}[language]);
	return EXIT.unknown;
}
/** Where nobody can be asked, nothing is installed. */
async function agreed(list, language) {
	if (!process.stdin.isTTY) return false;
	const question = {
		en: `Labs need these Debian packages: ${list}. Install them now? [Y/n] `,
		zh: `实验需要这些 Debian 软件包：${list}。现在安装吗？[Y/n] `
	}[language];
	const lines = createInterface({
		input: process.stdin,
		output: process.stderr
	});
	try {
		return /^(y|yes|是|)$/iu.test((await lines.question(question)).trim());
	} finally {
		lines.close();
	}
}

export { setUp };
//# sourceMappingURL=set-up.js.map