import { a as readConntrack, i as readSysctl } from "./parts.js";
import { A as checkDiagnosis, B as sentence, C as checkNamespace, D as checkHttp, E as checkLease, F as checkAnswer, H as unknown, I as checkAddress, L as checkLink, M as checkConntrack, N as checkChain, O as checkOutput, P as checkBridgeVlan, R as missingPlace, S as readingOf, T as checkListener, V as namespaceOf, _ as checkPing, a as chooseVariables, b as checkNat, d as checkSysctl, f as isInSnapshot, g as checkProcess, h as checkRan, i as parseNumbersToo, j as checkQuiz, k as checkFdb, l as claimSchema, m as checkRoute, o as fill, p as checkRule, r as writtenNetworks, s as seededRandom, u as checkTcp, v as missingSource, w as checkMtu, x as UnreadableOutput, y as checkNeighbour } from "./content.js";
import { join } from "node:path";
import { readFile, readdir, readlink, stat } from "node:fs/promises";

// src/labs/command-words.ts
/** The words after `underlay` that a shell of a lab understands; {@link runControl} does what they say. */
const CONTROL_WORDS = [
	"check",
	"hint",
	"answer",
	"predict",
	"step",
	"goal",
	"topology",
	"changes",
	"next",
	"help"
];
/**
* The words of one simple command line, quotes and backslashes taken away as a shell does it. For the `underlay …`
* lines of a solve, which must mean the same when nobody types them; no expansions.
*/
const splitWords = (line) => Array.from(line.matchAll(/(?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+/g), ([word]) => word.replaceAll(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g, (_, single, double, escaped) => single ?? double?.replaceAll(/\\(["\\$`])/g, "$1") ?? escaped ?? ""));
/** `underlay answer ID VALUE…` taken apart, or undefined where the line says something else. */
const parseAnswer = (line) => {
	const [program, word, check, ...value] = splitWords(line);
	return program === "underlay" && word === "answer" && check !== void 0 && value.length > 0 ? {
		check,
		value: value.join(" ")
	} : void 0;
};
/** A line that only talks to us, and does nothing to the host. */
const isOurCommand = (line) => splitWords(line)[0] === "underlay";

// src/drivers/kernel/probe.ts
/** Runs a probe's program; a reason where it did not run to its end. */
const runProbe = async (node, argv, { namespace = "" }, timeoutMs, signal) => {
	const result = await node.run(argv, {
		...namespace !== "" && { namespace },
		env: { LC_ALL: "C" },
		timeoutMs,
		...signal !== void 0 && { signal }
	});
	const program = argv[0] ?? "";
	if (result.notFound) return {
		en: `the program ${program} is not installed`,
		zh: `没有安装程序 ${program}`
	};
	if (result.canceled) return {
		en: "it was interrupted",
		zh: "已被中断"
	};
	if (result.timedOut) return {
		en: `${program} did not end within ${timeoutMs} ms`,
		zh: `${program} 在 ${timeoutMs} 毫秒内没有结束`
	};
	if (result.exitCode === void 0) return {
		en: `${program} was killed`,
		zh: `${program} 被终止`
	};
	if (result.stderr.startsWith("Cannot open network namespace")) return {
		en: `there is no namespace ${namespace}`,
		zh: `没有命名空间 ${namespace}`
	};
	return result;
};
const isReason = (result) => "en" in result;
/** The program's own words after its name, for reasons that we have no words for. */
const lastWords = (result) => {
	const said = ((result.stderr.trim() || result.stdout.trim()).split("\n").at(-1) ?? "").replace(/^\w+: /, "") || `exit code ${result.exitCode}`;
	return {
		en: said,
		zh: said
	};
};

// src/drivers/kernel/http.ts
/** Before the status that curl adds after the body. */
const MARK = "\n";
const CURL = [
	"curl",
	"--silent",
	"--show-error",
	"--noproxy",
	"*",
	...[
		"--connect-timeout",
		"1",
		"--max-time",
		"2"
	],
	"--write-out",
	`${MARK}%{http_code}`
];
/** Asks a web server for a page. Proxies of the environment are not used. */
const getHttp = async (node, url, from = {}, signal) => {
	const result = await runProbe(node, [
		...CURL,
		"--",
		url
	], from, 4e3, signal);
	return isReason(result) ? {
		outcome: "could-not-ask",
		why: result
	} : httpResult(result);
};
/** curl's exit codes for a server that does not answer: the rest is about the question (address, option, memory). */
const NO_ANSWER = /* @__PURE__ */ new Set([
	7,
	28,
	35,
	52,
	55,
	56
]);
/** What curl said. */
const httpResult = (result) => {
	const at = result.stdout.lastIndexOf(MARK);
	if (result.exitCode === 0 && at >= 0) return {
		outcome: "answered",
		status: Number(result.stdout.slice(at + 2)),
		body: result.stdout.slice(0, at)
	};
	const said = result.stderr.trim().replace(/^curl: \(\d+\) /, "");
	if (NO_ANSWER.has(result.exitCode ?? -1)) return {
		outcome: "not-answered",
		how: result.exitCode === 28 ? {
			en: "no answer came in time",
			zh: "没有及时收到应答"
		} : {
			en: `it failed: ${said}`,
			zh: `失败：${said}`
		}
	};
	return {
		outcome: "could-not-ask",
		why: lastWords(result)
	};
};

// src/drivers/kernel/leases.ts
/** Reads a dnsmasq leases file; undefined where there is no such file (yet). */
const readLeases = async (node, file) => {
	const result = await node.run([
		"cat",
		"--",
		file
	], {
		logged: false,
		timeoutMs: 2e3
	});
	if (result.ok) return readingOf(() => parseLeases(result.stdout));
	if (result.stderr.includes("No such file")) return {
		ok: true,
		value: void 0
	};
	return {
		ok: false,
		why: result.stderr.trim() || `cat ${file} did not answer`
	};
};
/**
* The lines of a dnsmasq leases file: `expiry mac address hostname client-id`, and a `duid` line before IPv6 leases.
* @throws {UnreadableOutput}
*/
const parseLeases = (text) => text.split("\n").flatMap((line, index) => {
	if (line.trim() === "" || line.startsWith("duid ")) return [];
	const [expires = "", mac, address, hostname, clientId] = line.trim().split(" ");
	if (!/^\d+$/.test(expires) || mac === void 0 || address === void 0 || !/^[\da-f.:]+$/i.test(address)) throw new UnreadableOutput("dnsmasq leases", index + 1, line, "expected a lease");
	return [{
		expiresAt: Number(expires),
		mac: mac.toLowerCase(),
		address,
		...hostname !== void 0 && hostname !== "*" && { hostname },
		...clientId !== void 0 && clientId !== "*" && { clientId }
	}];
});

// src/drivers/kernel/ping.ts
const PING = [
	"ping",
	"-n",
	"-c",
	"1"
];
/** Sends one echo request. */
const ping = async (node, to, options = {}, signal) => {
	const { source, size, dontFragment = false, waitSeconds = 1 } = options;
	const argv = [
		...PING,
		"-W",
		`${waitSeconds}`,
		...source === void 0 ? [] : ["-I", source],
		...size === void 0 ? [] : ["-s", `${size}`],
		...dontFragment ? ["-M", "do"] : [],
		"--",
		to
	];
	const result = await runProbe(node, argv, options, waitSeconds * 1e3 + 2e3, signal);
	return isReason(result) ? {
		outcome: "could-not-ask",
		why: result
	} : pingResult(result);
};
/** What iputils ping said. */
const pingResult = (result) => {
	const reply = /^\d+ bytes from .*\bttl=(\d+)(?: time=([\d.]+) ms)?/m.exec(result.stdout);
	if (result.exitCode === 0 && reply !== null) return {
		outcome: "answered",
		ttl: Number(reply[1]),
		milliseconds: Number(reply[2] ?? "0")
	};
	const error = /^From (\S+?):? icmp_seq=\d+ (.*)$/m.exec(result.stdout);
	if (error?.[1] !== void 0 && error[2] !== void 0) return {
		outcome: "not-answered",
		how: {
			en: `${error[1]} said: ${error[2]}`,
			zh: `${error[1]} 回应：${error[2]}`
		}
	};
	const all = `${result.stdout}\n${result.stderr}`;
	const known = LOCAL_REFUSALS.find(([pattern]) => pattern.test(all));
	if (known !== void 0) return {
		outcome: "not-answered",
		how: known[1](pick(known[0], all))
	};
	if (result.exitCode === 1 && result.stdout.includes("100% packet loss")) return {
		outcome: "not-answered",
		how: {
			en: "no reply came",
			zh: "没有收到回复"
		}
	};
	return {
		outcome: "could-not-ask",
		why: lastWords(result)
	};
};
const pick = (pattern, text) => pattern.exec(text)?.[1] ?? "";
/** The kernel of the sender itself refuses: that is an answer about the network, too. */
const LOCAL_REFUSALS = [
	[/Network is unreachable/, () => ({
		en: "there is no route to it (network is unreachable)",
		zh: "没有到达它的路由（网络不可达）"
	})],
	[/No route to host/, () => ({
		en: "there is no way to it (no route to host)",
		zh: "无法到达该主机（no route to host）"
	})],
	[/message too long, mtu[=:] ?(\d+)/i, (mtu) => ({
		en: `the packet is larger than the MTU of ${mtu}`,
		zh: `数据包超过了 MTU ${mtu}`
	})],
	[/sendmsg: Operation not permitted/, () => ({
		en: "the sender dropped it (operation not permitted)",
		zh: "发送端自己丢弃了数据包（operation not permitted）"
	})],
	[/sendmsg: Invalid argument/, () => ({
		en: "the route forbids it (invalid argument)",
		zh: "路由禁止发送（invalid argument）"
	})]
];

// src/drivers/kernel/path-mtu.ts
/** An IPv4 header and an ICMP header. */
const HEADERS = 28;
/** Whether an IPv4 packet of this many bytes gets there and back without being cut in pieces. */
const packetFits = async (node, to, bytes, from = {}, signal) => {
	const result = await ping(node, to, {
		...from,
		size: bytes - HEADERS,
		dontFragment: true
	}, signal);
	switch (result.outcome) {
		case "answered": return { outcome: "passes" };
		case "not-answered": return {
			outcome: "blocked",
			how: result.how
		};
		case "could-not-ask": return result;
	}
};

// src/drivers/kernel/processes.ts
/**
* The processes that run in a node, oldest first, read from the node's /proc; kernel threads and processes that ended
* are left out.
*/
const readProcesses = async (node) => {
	const proc = join(node.root, "proc");
	try {
		const pids = (await readdir(proc)).filter((name) => /^\d+$/.test(name)).map(Number);
		return {
			ok: true,
			value: (await Promise.all(pids.toSorted((a, b) => a - b).map(async (pid) => readProcess(proc, pid)))).filter((process) => process !== void 0)
		};
	} catch (error) {
		return {
			ok: false,
			why: error instanceof Error ? error.message : String(error)
		};
	}
};
const readProcess = async (proc, pid) => {
	const folder = join(proc, `${pid}`);
	let text;
	try {
		text = await readFile(join(folder, "cmdline"), "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ESRCH")) return void 0;
		throw error;
	}
	const [started = "", ...rest] = parseCommandLine(text);
	if (started === "") return void 0;
	const network = await readlink(join(folder, "ns/net")).catch(() => void 0);
	return {
		pid,
		program: started.slice(started.lastIndexOf("/") + 1),
		arguments: rest,
		...network !== void 0 && { network }
	};
};
/** Words of /proc/PID/cmdline, each ended by a zero byte. */
const parseCommandLine = (text) => text === "" ? [] : text.replace(/\0$/, "").split("\0");

// src/drivers/kernel/tcp.ts
/** Opens a TCP connection and closes it. Needs the OpenBSD nc. */
const connectTcp = async (node, to, port, from = {}, signal) => {
	const result = await runProbe(node, [
		"nc",
		"-z",
		"-v",
		"-n",
		"-w",
		"1",
		to,
		`${port}`
	], from, 3e3, signal);
	return isReason(result) ? {
		outcome: "could-not-ask",
		why: result
	} : tcpResult(result);
};
/** What nc -z -v said. */
const tcpResult = (result) => {
	if (result.exitCode === 0) return { outcome: "answered" };
	const said = /\(tcp\) (?:failed|timed out): (.*)$/m.exec(result.stderr);
	if (said === null) return {
		outcome: "could-not-ask",
		why: lastWords(result)
	};
	if (said[0].includes("timed out")) return {
		outcome: "not-answered",
		how: {
			en: "no answer came",
			zh: "没有收到应答"
		}
	};
	const reason = said[1] ?? "";
	if (reason === "Connection refused") return {
		outcome: "not-answered",
		how: {
			en: "the connection was refused",
			zh: "连接被拒绝"
		}
	};
	return {
		outcome: "not-answered",
		how: {
			en: `it failed: ${reason}`,
			zh: `失败：${reason}`
		}
	};
};

// src/labs/probes.ts
const OUTPUT_TIMEOUT_MS = 5e3;
const nodeOf = ({ host }, claim) => host.node(claim.node);
/** A namespace for the drivers; absent for the node's own. */
const from = (claim) => ({ namespace: claim.in });
const askPing = async (asker, claim) => ping(nodeOf(asker, claim), claim.to, {
	...from(claim),
	source: claim.from,
	size: claim.size,
	dontFragment: claim["dont-fragment"]
}, asker.signal);
const askTcp = async (asker, claim) => connectTcp(nodeOf(asker, claim), claim.to, claim.port, from(claim), asker.signal);
const askHttp = async (asker, claim) => getHttp(nodeOf(asker, claim), claim.url, from(claim), asker.signal);
/** The larger packet is sent only after the smaller one got through: without that its loss says nothing. */
const askMtu = async (asker, claim) => {
	const fits = async (bytes) => packetFits(nodeOf(asker, claim), claim.to, bytes, from(claim), asker.signal);
	const small = await fits(claim.passes);
	return claim.blocked === void 0 || small.outcome !== "passes" ? { small } : {
		small,
		large: await fits(claim.blocked)
	};
};
const runLine = async (asker, claim) => {
	const namespace = namespaceOf(claim);
	return nodeOf(asker, claim).run([
		"bash",
		"-c",
		claim.run
	], {
		...namespace !== "" && { namespace },
		...asker.signal !== void 0 && { signal: asker.signal },
		timeoutMs: OUTPUT_TIMEOUT_MS
	});
};
const readConnections = async (asker, claim) => asker.watcher === void 0 ? readConntrack(nodeOf(asker, claim), namespaceOf(claim)) : asker.watcher.conntrack(claim.node, namespaceOf(claim));
const readLeaseFile = async (asker, claim) => readLeases(nodeOf(asker, claim), claim.file);
const readSetting = async (asker, claim) => readSysctl(nodeOf(asker, claim), namespaceOf(claim), claim.key);
const readRunning = async (asker, claim) => {
	const node = nodeOf(asker, claim);
	const processes = await readProcesses(node);
	if (!processes.ok || claim.in === void 0) return processes.ok ? {
		ok: true,
		value: { processes: processes.value }
	} : processes;
	try {
		const { ino } = await stat(join(node.root, "run/netns", claim.in));
		return {
			ok: true,
			value: {
				processes: processes.value,
				network: `net:[${ino}]`
			}
		};
	} catch (error) {
		return {
			ok: false,
			why: error instanceof Error ? error.message : String(error)
		};
	}
};

// src/labs/check.ts
/** Looks at the checks, all at once; those that ask for no answer wait for their baseline where it is among them. */
const evaluateChecks = async (checks, context) => {
	const outcomes = /* @__PURE__ */ new Map();
	const outcomeOf = (check) => {
		const begun = outcomes.get(check.id);
		if (begun !== void 0) return begun;
		const outcome = evaluate(check, checks, context, outcomeOf);
		outcomes.set(check.id, outcome);
		return outcome;
	};
	const entries = await Promise.all(checks.map(async (check) => [check.id, await outcomeOf(check)]));
	return Object.fromEntries(entries);
};
/** Whether looking starts a program, with or without packets: to be asked only when the other checks hold. */
const isProbe = (check) => PROBES.has(check.claim.claim);
const PROBES = /* @__PURE__ */ new Set([
	"ping",
	"tcp",
	"http",
	"mtu",
	"output",
	"conntrack",
	"lease"
]);
/** A baseline that is not among the checks belongs to an earlier step, which was passed by it. */
const evaluate = async (check, checks, context, outcomeOf) => {
	const baseline = baselineOf(check.claim);
	const first = checks.find(({ id }) => id === baseline && id !== check.id);
	if (first !== void 0) {
		const { verdict } = await outcomeOf(first);
		if (verdict !== "met") return unknown(sentence(`that nothing answers proves something only after ${first.id} is met`, `只有在 ${first.id} 通过之后，“没有应答”才能说明问题`));
	}
	try {
		return await judge(check, context);
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		return unknown({
			en: why,
			zh: why
		});
	}
};
/** The baseline of a claim that nothing answers. */
const baselineOf = (claim) => {
	switch (claim.claim) {
		case "ping": return claim.reply ? void 0 : claim.baseline;
		case "tcp": return claim.connects ? void 0 : claim.baseline;
		case "http": return claim.answers === false ? claim.baseline : void 0;
		default: return;
	}
};
const judge = async ({ id, claim: written }, context) => {
	const { snapshot, answers, attempt, lab, ran } = context;
	const claim = {
		...written,
		node: written.node ?? context.host.nodes[0] ?? ""
	};
	const nowhere = missingPlace(snapshot, {
		node: claim.node,
		in: "in" in claim ? claim.in : void 0,
		absent: "absent" in claim ? claim.absent : void 0
	});
	/** Asks only from a place that exists. */
	const probe = async (ask) => nowhere ?? ask();
	switch (claim.claim) {
		case "namespace": return checkNamespace(snapshot, claim);
		case "link": return checkLink(snapshot, claim);
		case "address": return checkAddress(snapshot, claim);
		case "route": return checkRoute(snapshot, claim);
		case "neighbour": return checkNeighbour(snapshot, claim);
		case "fdb": return checkFdb(snapshot, claim);
		case "bridge-vlan": return checkBridgeVlan(snapshot, claim);
		case "chain": return checkChain(snapshot, claim);
		case "rule": return checkRule(snapshot, claim);
		case "nat": return checkNat(snapshot, claim);
		case "listener": return checkListener(snapshot, claim);
		case "sysctl": return isInSnapshot(snapshot, claim) ? checkSysctl(snapshot, claim) : checkSysctl(snapshot, claim, await readSetting(context, claim));
		case "process": return probe(async () => checkProcess(snapshot, claim, await readRunning(context, claim)));
		case "conntrack": return probe(async () => checkConntrack(snapshot, claim, await readConnections(context, claim)));
		case "lease": return checkLease(claim, await readLeaseFile(context, claim));
		case "ping": return missingSource(snapshot, claim) ?? probe(async () => checkPing(snapshot, claim, await askPing(context, claim)));
		case "tcp": return probe(async () => checkTcp(snapshot, claim, await askTcp(context, claim)));
		case "http": return probe(async () => checkHttp(snapshot, claim, await askHttp(context, claim)));
		case "mtu": return probe(async () => {
			const { small, large } = await askMtu(context, claim);
			return checkMtu(snapshot, claim, small, large);
		});
		case "output": return probe(async () => checkOutput(claim, await runLine(context, claim)));
		case "ran": return checkRan(claim, ran);
		case "answer": return checkAnswer(claim, answers[id]);
		case "quiz": return checkQuiz(claim, answers[id]);
		case "diagnosis": return checkDiagnosis(claim, answers[id], lab.faults.find((fault) => fault.id === attempt.fault));
	}
};

// src/labs/instantiate.ts
/** Keeps the choice of the fault apart from the variables: a new variable must not change which fault a seed gives. */
const FAULT_SALT = 391703;
/**
* One attempt at a lab: its variables filled in everywhere but `{{found}}`, its fault chosen. The same seed gives the
* same attempt.
* @param fault takes this one instead of the seed's.
* @throws {RangeError} where the lab has no such fault.
*/
function instantiate(lab, seed, fault) {
	if (fault !== void 0 && !lab.faults.some(({ id }) => id === fault)) throw new RangeError(`lab ${lab.id} has no fault ${fault}`);
	const variables = chooseVariables(lab.variables, seed, writtenNetworks(JSON.stringify(lab)));
	const picked = fault ?? lab.faults[Math.floor(seededRandom(seed ^ FAULT_SALT)() * lab.faults.length)]?.id;
	const { variables: rules, ...texts } = lab;
	const filled = fill(texts, variables);
	return {
		lab: {
			...filled,
			variables: rules,
			steps: filled.steps.map(withClaims)
		},
		attempt: {
			seed,
			variables,
			...picked !== void 0 && { fault: picked }
		}
	};
}
/** Only now are the claims whole: `port: '{{port}}'` has become a number, and defaults are in place. */
const withClaims = (step) => ({
	...step,
	checks: step.checks.map(withClaim)
});
function withClaim(check) {
	const result = parseNumbersToo(claimSchema, { ...check.claim });
	if (!result.success) throw new RangeError(`the check ${check.id} does not survive its variables: ${result.error.message}`);
	return {
		...check,
		claim: result.data
	};
}

// src/labs/solve-lines.ts
/**
* The lines that solve a step in one attempt: its own, those that mend the fault, or the answers that name it.
* @throws {RangeError} where the step needs a fault and the attempt has none.
*/
function solveLines(lab, attempt, step) {
	if (typeof step.solve === "object") return step.solve;
	const fault = lab.faults.find(({ id }) => id === attempt.fault);
	if (fault === void 0) throw new RangeError(`step ${step.id} of lab ${lab.id} needs a fault, not ${attempt.fault}`);
	const known = new Set(step.checks.map(({ id }) => id));
	if (step.solve === "mend") return fault.mend.map((line) => ({
		...line,
		proves: line.proves.filter((id) => known.has(id))
	}));
	const node = lab.host.nodes[0]?.name ?? "";
	return step.checks.flatMap(({ id, claim }) => claim.claim === "diagnosis" ? [{
		node,
		run: `underlay answer ${id} ${diagnosisOf(fault, claim.about)}`,
		looks: false,
		proves: [id]
	}] : []);
}
/** The right answer to a diagnosis. */
const diagnosisOf = (fault, about) => about === "layer" ? fault.layer : fault.id;

// src/labs/replay.ts
/** A lab's own script or solve failed on a fresh host: the lab's fault or the machine's, never the learner's. */
var ReplayError = class extends Error {
	name = "ReplayError";
	why;
	next;
	constructor(why) {
		super(why.en);
		this.why = why;
		this.next = {
			en: "Try again with a reset. If it fails the same way, \"underlay doctor\" tells whether this machine lacks something.",
			zh: "请重置后再试。如果仍以同样的方式失败，underlay doctor 会说明本机缺少什么。"
		};
	}
};
/** A script may install, start and wait for things; longer than this it hangs. */
const SCRIPT_TIMEOUT_MS = 3e4;
/** Runs the lab's setup, then what breaks it for this attempt. @throws {ReplayError} */
const setUp = async (host, lab, attempt, signal) => {
	const fault = lab.faults.find(({ id }) => id === attempt.fault);
	for (const script of lab.setup) await runScript(host, script, true, signal);
	for (const script of fault?.inject ?? []) await runScript(host, script, false, signal);
};
const runScript = async (host, { node, run }, isLogged, signal) => {
	const result = await host.node(node).run([
		"bash",
		"-e",
		"-c",
		run
	], {
		timeoutMs: SCRIPT_TIMEOUT_MS,
		logged: isLogged,
		signal
	});
	signal.throwIfAborted();
	if (!result.ok) {
		const what = isLogged ? run.trim() : "…";
		throw new ReplayError({
			en: `Setting the lab up failed on ${node}: ${what}\n${said(result).en}`,
			zh: `在 ${node} 上准备实验失败：${what}\n${said(result).zh}`
		});
	}
};
/**
* Solves one step on a host, as far as later steps can tell: lines that only look are left out.
* @returns the answers that the solve gives, by check
* @throws {ReplayError}
*/
const replayStep = async (host, lab, attempt, step, signal) => {
	const answers = {};
	for (const line of solveLines(lab, attempt, step)) {
		const answer = parseAnswer(line.run);
		if (answer !== void 0) answers[answer.check] = answer.value;
		if (line.looks || isOurCommand(line.run)) continue;
		const result = await host.node(line.node).run([
			"bash",
			"-c",
			line.run
		], {
			timeoutMs: SCRIPT_TIMEOUT_MS,
			signal
		});
		signal.throwIfAborted();
		if (!result.ok && mustSucceed(line, step)) throw new ReplayError({
			en: `Replaying step ${step.id} failed on ${line.node}: ${line.run}\n${said(result).en}`,
			zh: `在 ${line.node} 上重放步骤 ${step.id} 失败：${line.run}\n${said(result).zh}`
		});
	}
	return answers;
};
/** A line that is there for having been typed (a ping that shall fail) may end as it likes. */
const mustSucceed = ({ proves }, step) => proves.length === 0 || !proves.every((id) => step.checks.find((check) => check.id === id)?.claim.claim === "ran");
const said = (result) => {
	if (result.timedOut) return {
		en: `It did not end within ${SCRIPT_TIMEOUT_MS / 1e3} s.`,
		zh: `${SCRIPT_TIMEOUT_MS / 1e3} 秒内没有结束。`
	};
	const text = (result.stderr.trim() || result.stdout.trim()).slice(-1e3);
	const code = result.exitCode ?? result.signal ?? "?";
	return {
		en: `It ended with ${code}: ${text}`,
		zh: `退出码 ${code}：${text}`
	};
};

// src/labs/lab-stage.ts
/**
* Builds a fresh host, sets the lab up on it and replays what comes before the step. What was begun is taken down
* again when it fails or is aborted.
* @param tell what is being done now, before each replayed step
* @throws what opening the host or the watcher throws, and {@link ReplayError}
*/
const openStage = async ({ lab, attempt, step }, parts, tell, signal) => {
	await using things = new AsyncDisposableStack();
	const host = things.use(await parts.openHost(lab.host, signal));
	signal.throwIfAborted();
	const [watched, prepared] = await Promise.allSettled([parts.watch(host, signal), (async () => {
		await setUp(host, lab, attempt, signal);
		for (const [index, earlier] of lab.steps.slice(0, step).entries()) {
			tell({
				en: `Replaying step ${index + 1} of ${step}: ${earlier.id}`,
				zh: `正在重放第 ${index + 1} 步，共 ${step} 步：${earlier.id}`
			});
			await replayStep(host, lab, attempt, earlier, signal);
		}
	})()]);
	if (watched.status === "fulfilled") things.use(watched.value);
	if (watched.status === "rejected") throw watched.reason;
	if (prepared.status === "rejected") throw prepared.reason;
	await watched.value.refresh("all");
	signal.throwIfAborted();
	const kept = things.move();
	return {
		host,
		watcher: watched.value,
		[Symbol.asyncDispose]: () => kept.disposeAsync()
	};
};

export { evaluateChecks as a, isOurCommand as c, instantiate as i, parseAnswer as l, diagnosisOf as n, isProbe as o, solveLines as r, CONTROL_WORDS as s, openStage as t };
//# sourceMappingURL=lab-stage.js.map