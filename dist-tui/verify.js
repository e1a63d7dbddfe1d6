import { G as findTools, c as labErrorText, n as loadLabs, t as findLab } from "./content.js";
import { c as controlReply, n as proofsFile, o as openHost, r as watch } from "./parts.js";
import { t as stringWidth } from "./string-width.js";
import { i as same, o as EXIT, t as say } from "./say.js";
import { a as evaluateChecks, c as isOurCommand, i as instantiate, l as parseAnswer, n as diagnosisOf, r as solveLines, t as openStage } from "./lab-stage.js";
import { readFile, readdir, readlink } from "node:fs/promises";
import { setTimeout as setTimeout$1 } from "node:timers/promises";

// src/labs/verify/report.ts
const failed = (text) => ({
	kind: "failed",
	text
});
const unknownProblem = (text) => ({
	kind: "unknown",
	text
});
const addScores = (scores) => ({
	killed: scores.reduce((sum, { killed }) => sum + killed, 0),
	total: scores.reduce((sum, { total }) => sum + total, 0)
});
function verdictOf(problems) {
	if (problems.some(({ kind }) => kind === "failed")) return "failed";
	return problems.length > 0 ? "unknown" : "ok";
}
const problemsOf = (run) => [...run.problems, ...run.steps.flatMap(({ problems }) => problems)];

// src/labs/verify/format-report.ts
const HEAD = {
	en: [
		"",
		"lab",
		"steps",
		"mutants",
		"score",
		"time"
	],
	zh: [
		"",
		"实验",
		"步骤",
		"变异",
		"得分",
		"用时"
	]
};
const MARKS = {
	ok: "✔",
	failed: "✘",
	unknown: "?"
};
/** The table that `underlay verify` prints: a row for each lab, its problems below it, the sum at the end. */
const reportText = (reports) => ({
	en: table(reports, "en"),
	zh: table(reports, "zh")
});
function table(reports, language) {
	const rows = reports.map((report) => ({
		report,
		cells: rowOf(report)
	}));
	const widths = HEAD[language].map((head, column) => Math.max(stringWidth(head), ...rows.map(({ cells }) => stringWidth(cells[column] ?? ""))));
	const line = (cells) => cells.map((cell, column) => pad(cell, widths[column] ?? 0)).join("  ").trimEnd();
	return [
		line(HEAD[language]),
		...rows.flatMap(({ report, cells }) => [line(cells), ...problemLines(report, language)]),
		sum(reports, language)
	].join("\n");
}
function rowOf({ lab, verdict, runs, mutants, durationMs }) {
	const steps = runs.flatMap((run) => run.steps);
	const good = steps.filter(({ problems }) => problems.length === 0).length;
	return [
		MARKS[verdict],
		lab,
		`${good}/${steps.length}`,
		`${mutants.killed}/${mutants.total}`,
		percent(mutants),
		seconds(durationMs)
	];
}
function problemLines({ runs }, language) {
	return runs.flatMap(({ fault, steps, problems }) => {
		const where = fault === void 0 ? "" : `[${fault}] `;
		return [...problems.map(({ text }) => `   ${where}${text[language]}`), ...steps.flatMap(({ step, problems: own }) => own.map(({ text }) => `   ${where}${step}: ${text[language]}`))];
	});
}
function sum(reports, language) {
	const score = {
		killed: reports.reduce((total, { mutants }) => total + mutants.killed, 0),
		total: reports.reduce((total, { mutants }) => total + mutants.total, 0)
	};
	const bad = reports.filter(({ verdict }) => verdict !== "ok").length;
	const problems = reports.reduce((total, { runs }) => total + runs.flatMap(problemsOf).length, 0);
	return {
		en: `${reports.length} labs, ${bad} not proved, ${problems} problems; mutation score ${percent(score)} (${score.killed}/${score.total})`,
		zh: `共 ${reports.length} 个实验，${bad} 个未通过验证，${problems} 个问题；变异得分 ${percent(score)}（${score.killed}/${score.total}）`
	}[language];
}
const pad = (cell, width) => cell + " ".repeat(Math.max(0, width - stringWidth(cell)));
const percent = ({ killed, total }) => total === 0 ? "–" : `${Math.floor(killed / total * 1e3) / 10} %`;
const seconds = (ms) => `${(ms / 1e3).toFixed(1)} s`;

// src/labs/verify/pool.ts
function openPool(size) {
	let free = Math.max(1, size);
	const waiting = [];
	return {
		size,
		async run(work) {
			if (free === 0) {
				const { promise, resolve } = Promise.withResolvers();
				waiting.push(() => {
					resolve(void 0);
				});
				await promise;
			} else free -= 1;
			try {
				return await work();
			} finally {
				const next = waiting.shift();
				if (next) next();
				else free += 1;
			}
		}
	};
}

// src/drivers/hosts/leak-census.ts
const KINDS = [
	"net",
	"mnt",
	"pid",
	"uts",
	"ipc"
];
/** Notes every namespace of every node, those with names under /run/netns among them. */
async function takeCensus(host) {
	const lists = await Promise.all(host.nodes.map((name) => namespacesOf(host.node(name))));
	return { namespaces: new Set(lists.flat()) };
}
async function namespacesOf(node) {
	const script = `readlink ${KINDS.map((kind) => `/proc/self/ns/${kind}`).join(" ")}; for f in /run/netns/*; do [ "$(stat -f -c %T "$f" 2>/dev/null)" = nsfs ] && echo "net:[$(stat -c %i "$f")]"; done; true`;
	const result = await node.run([
		"bash",
		"-c",
		script
	], { logged: false });
	if (!result.ok) throw new Error(`the namespaces of ${node.name} could not be listed: ${result.stderr}`);
	return result.stdout.split("\n").filter((line) => line !== "");
}
/** What of a census is still there: processes in its namespaces, and mounts that keep one alive. */
async function findLeaks({ namespaces }) {
	const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
	return (await Promise.all(pids.map((pid) => leaksOf(pid, namespaces)))).flat();
}
async function leaksOf(pid, namespaces) {
	const inside = (await Promise.all(KINDS.map((kind) => readlink(`/proc/${pid}/ns/${kind}`).catch(() => "")))).find((link) => namespaces.has(link));
	if (inside !== void 0) return [`process ${pid} in ${inside}: ${(await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).replaceAll("\0", " ").trim()}`];
	return (await readFile(`/proc/${pid}/mountinfo`, "utf8").catch(() => "")).split("\n").filter((line) => line.includes(" nsfs ")).flatMap((line) => namespaces.has(line.split(" ")[3] ?? "") ? [`mount of ${line.split(" ")[3]} seen by process ${pid}`] : []);
}

// src/labs/verify/typist.ts
const SIZE = {
	columns: 160,
	rows: 40
};
/** The shells end with the host. @param timeoutMs for one line, and for the first prompt */
function openTypist(host, timeoutMs) {
	const shells = /* @__PURE__ */ new Map();
	const shellOf = (node) => {
		const existing = shells.get(node);
		if (existing) return existing;
		const terminal = host.node(node).terminal(SIZE);
		const first = Promise.withResolvers();
		const shell = {
			terminal,
			ready: first.promise,
			output: ""
		};
		terminal.onData((data) => {
			shell.output = (shell.output + data).slice(-4e3);
		});
		terminal.onEvent((event) => {
			if (event.type === "prompt") first.resolve(void 0);
		});
		shells.set(node, shell);
		return shell;
	};
	return { async type(line, onControl) {
		const shell = shellOf(line.node);
		await withDeadline(shell.ready, timeoutMs, () => `no prompt in the shell of ${line.node}: ${shell.output}`);
		shell.output = "";
		const ended = Promise.withResolvers();
		let exitCode;
		const off = shell.terminal.onEvent((event) => {
			if (event.type === "command-end") exitCode = event.exitCode;
			if (event.type === "prompt" && exitCode !== void 0) ended.resolve(exitCode);
			if (event.type === "control") {
				onControl(event.argv);
				shell.terminal.write(controlReply(0, "ok\n"));
			}
		});
		try {
			shell.terminal.write(`${line.run}\r`);
			return {
				exitCode: await withDeadline(ended.promise, timeoutMs, () => `\`${line.run}\` did not end: ${shell.output}`),
				output: shell.output.trim()
			};
		} finally {
			off();
		}
	} };
}
async function withDeadline(promise, timeoutMs, describe) {
	const late = Promise.withResolvers();
	const timer = setTimeout(() => {
		late.reject(new Error(describe()));
	}, timeoutMs);
	try {
		return await Promise.race([promise, late.promise]);
	} finally {
		clearTimeout(timer);
	}
}

// src/labs/verify/actor.ts
const LINE_TIMEOUT_MS = 2e4;
/** Longer than the watcher coalesces and a monitor's pipe needs. */
const QUIET_MS = 60;
const SETTLE_MS = 1500;
/** Opens a host that stands at the beginning of a step. @throws what openStage throws */
async function openActor(lab, parts, options) {
	const { lab: filled, attempt } = instantiate(lab, options.seed, options.fault);
	const plan = {
		lab: filled,
		attempt,
		step: options.step
	};
	const stage = await openStage(plan, parts, () => {}, options.signal);
	const { host, watcher } = stage;
	const typist = options.typed ? openTypist(host, LINE_TIMEOUT_MS) : void 0;
	let answers = {};
	let ran = [];
	const runDirectly = async (line) => {
		const answer = parseAnswer(line.run);
		if (answer !== void 0) answers[answer.check] = answer.value;
		if (isOurCommand(line.run)) return {
			exitCode: 0,
			output: ""
		};
		const result = await host.node(line.node).run([
			"bash",
			"-c",
			line.run
		], { timeoutMs: LINE_TIMEOUT_MS });
		const said = result.stderr.trim() || result.stdout.trim();
		return {
			exitCode: result.exitCode,
			output: result.timedOut ? `did not end within ${LINE_TIMEOUT_MS / 1e3} s` : said
		};
	};
	return {
		lab: filled,
		attempt,
		get answers() {
			return answers;
		},
		beginStep() {
			answers = {};
			ran = [];
		},
		async run(line) {
			const result = typist === void 0 ? await runDirectly(line) : await typist.type(line, ([word, check = "", ...value]) => {
				if (word === "answer") answers[check] = value.join(" ");
			});
			ran.push(line.run);
			return result;
		},
		settle: () => settle(watcher),
		async look(checks, tried = answers) {
			const snapshot = await watcher.refresh("all");
			const { signal } = options;
			return evaluateChecks(checks, {
				snapshot,
				host,
				watcher,
				answers: tried,
				attempt,
				lab: filled,
				ran,
				signal
			});
		},
		async close() {
			try {
				const census = await takeCensus(host);
				await stage[Symbol.asyncDispose]();
				return await findLeaks(census);
			} finally {
				await stage[Symbol.asyncDispose]();
			}
		}
	};
}
/** Resolves after {@link QUIET_MS} without a new snapshot, or after {@link SETTLE_MS} at the latest. */
async function settle(watcher) {
	const deadline = performance.now() + SETTLE_MS;
	let last;
	while (last !== watcher.current && performance.now() < deadline) {
		last = watcher.current;
		await setTimeout$1(QUIET_MS);
	}
}

// src/labs/verify/wrong-answers.ts
/** What nobody knows who did not look. */
const GUESSES = [
	"no idea",
	"0",
	"10.255.255.254"
];
/** Answers that a check must refuse: every other option, or guesses where the answer is free. */
function wrongAnswers({ lab, attempt }, { claim }) {
	switch (claim.claim) {
		case "quiz": return claim.options.filter((option) => ![claim.right].flat().includes(option));
		case "diagnosis": {
			const fault = lab.faults.find(({ id }) => id === attempt.fault);
			return claim.options.filter((option) => fault === void 0 || option !== diagnosisOf(fault, claim.about));
		}
		case "answer": return GUESSES.filter((guess) => guess !== claim.expect);
		default: return [];
	}
}

// src/labs/verify/play-steps.ts
/** What a solve may need until daemons listen and the kernel has told of it. */
const MET_WITHIN_MS = 8e3;
/**
* Plays all steps in order on one host, as a learner who makes no mistake: every check fails before its step, passes
* after, and refuses wrong answers. Stops at the first step that does not work, for later ones build on it.
*/
async function playSteps(actor) {
	const reports = [];
	for (const step of actor.lab.steps) {
		const report = await playStep(actor, step);
		reports.push(report);
		if (report.problems.length > 0) break;
	}
	return reports;
}
async function playStep(actor, step) {
	actor.beginStep();
	await actor.settle();
	const before = await actor.look(step.checks);
	const problems = step.checks.flatMap((check) => beforeProblem(actor, step, check, before[check.id]));
	const latched = {};
	for (const line of solveLines(actor.lab, actor.attempt, step)) {
		const result = await actor.run(line);
		if (!line.looks && result.exitCode !== 0 && !line.proves.every((id) => isTyped(step, id))) problems.push(lineProblem(line.run, result));
		if (step.mode === "edge") {
			await actor.settle();
			latch(latched, await actor.look(step.checks));
		}
	}
	const after = await waitUntilMet(actor, step, latched);
	problems.push(...step.checks.flatMap(({ id }) => afterProblem(id, after[id])));
	const { score, problems: accepted } = problems.length > 0 ? NOTHING_TRIED : await tryWrongAnswers(actor, step);
	return {
		step: step.id,
		problems: [...problems, ...accepted],
		mutants: score
	};
}
/** A line that is there for having been typed may end as it likes: a ping that shall fail. */
const isTyped = (step, id) => step.checks.find((check) => check.id === id)?.claim.claim === "ran";
function beforeProblem({ lab, attempt }, step, check, outcome) {
	if (outcome?.verdict === "unknown" && waitsForBaseline(step, check)) return [];
	if (outcome?.verdict === "unknown" || outcome === void 0) return couldNotLook(check.id, "before", outcome);
	if (check.holds && outcome.verdict === "not-met") return [failed(withOutcome({
		en: `\`${check.id}\` should hold before the step and does not`,
		zh: `\`${check.id}\` 在步骤开始前应当成立，却不成立`
	}, outcome))];
	if (check.holds || outcome.verdict === "not-met" || !mustFailBefore(lab, attempt, step, check)) return [];
	return [failed(withOutcome({
		en: `\`${check.id}\` is met before the step is solved`,
		zh: `步骤还没做，\`${check.id}\` 就已满足`
	}, outcome))];
}
/** A negative probe says nothing before its baseline, where that is a check of the same step. */
const waitsForBaseline = (step, { claim }) => "baseline" in claim && claim.baseline !== void 0 && step.checks.some(({ id }) => id === claim.baseline);
/** In a break-fix lab each fault breaks some checks of the mending step and leaves the others whole. */
function mustFailBefore(lab, attempt, step, check) {
	if (step.solve !== "mend") return true;
	return solveLines(lab, attempt, step).some(({ proves }) => proves.includes(check.id));
}
const lineProblem = (line, { exitCode, output }) => failed({
	en: `the solve's line \`${line}\` failed (exit ${exitCode ?? "none"}): ${output}`,
	zh: `解答中的命令 \`${line}\` 失败（退出码 ${exitCode ?? "无"}）：${output}`
});
function afterProblem(id, outcome) {
	if (outcome?.verdict === "met") return [];
	if (outcome?.verdict !== "not-met") return couldNotLook(id, "after", outcome);
	return [failed(withOutcome({
		en: `the solve does not meet \`${id}\``,
		zh: `解答没有满足 \`${id}\``
	}, outcome))];
}
function couldNotLook(id, when, outcome) {
	const why = outcome?.verdict === "unknown" ? outcome.why : {
		en: "nothing was said",
		zh: "没有结果"
	};
	const words = {
		before: {
			en: "before",
			zh: "之前"
		},
		after: {
			en: "after",
			zh: "之后"
		}
	}[when];
	return [unknownProblem({
		en: `could not look at \`${id}\` ${words.en} the solve: ${why.en}`,
		zh: `解答${words.zh}无法查看 \`${id}\`：${why.zh}`
	})];
}
/** Adds what was expected and found to a sentence. */
function withOutcome(sentence, outcome) {
	if (outcome.verdict === "unknown") return {
		en: `${sentence.en}: ${outcome.why.en}`,
		zh: `${sentence.zh}：${outcome.why.zh}`
	};
	if (outcome.verdict === "met") return {
		en: `${sentence.en}; found: ${outcome.found.en}`,
		zh: `${sentence.zh}；实际：${outcome.found.zh}`
	};
	return {
		en: `${sentence.en}; expected: ${outcome.expected.en}; found: ${outcome.found.en}`,
		zh: `${sentence.zh}；期望：${outcome.expected.zh}；实际：${outcome.found.zh}`
	};
}
/** What was met once stays met. */
function latch(latched, outcomes) {
	for (const [id, outcome] of Object.entries(outcomes)) if (outcome.verdict === "met") latched[id] ??= outcome;
}
/** Looks again until everything is met or the time is over; resolves with the last answers. */
async function waitUntilMet(actor, step, latched) {
	const deadline = performance.now() + MET_WITHIN_MS;
	const seen = { ...latched };
	for (;;) {
		const looked = await actor.look(step.checks);
		if (step.mode === "edge") latch(seen, looked);
		const outcomes = step.mode === "edge" ? {
			...looked,
			...seen
		} : looked;
		if (step.checks.every(({ id }) => outcomes[id]?.verdict === "met") || performance.now() > deadline) return outcomes;
		await actor.settle();
	}
}
const NOTHING_TRIED = {
	score: {
		killed: 0,
		total: 0
	},
	problems: []
};
/** With everything else right, each wrong answer alone must spoil its check. */
async function tryWrongAnswers(actor, step) {
	const tries = step.checks.flatMap((check) => wrongAnswers(actor, check).map((answer) => ({
		check,
		answer
	})));
	const outcomes = await Promise.all(tries.map(async ({ check, answer }) => (await actor.look([check], {
		...actor.answers,
		[check.id]: answer
	}))[check.id]));
	const problems = tries.flatMap(({ check, answer }, index) => outcomes[index]?.verdict === "not-met" ? [] : [failed({
		en: `\`${check.id}\` accepts the wrong answer \`${answer}\``,
		zh: `\`${check.id}\` 接受了错误的答案 \`${answer}\``
	})]);
	return {
		score: {
			killed: tries.length - problems.length,
			total: tries.length
		},
		problems
	};
}

// src/labs/verify/mutants.ts
/** The solve with one line left out, for every line that proves something, and the wrong ways the author wrote down. */
function variantsOf(lab, attempt, step) {
	const lines = solveLines(lab, attempt, step);
	const leftOut = lines.flatMap((line, index) => line.proves.length === 0 ? [] : [{
		name: {
			en: `without \`${line.run}\``,
			zh: `去掉 \`${line.run}\``
		},
		lines: lines.toSpliced(index, 1),
		fails: line.proves
	}]);
	const authored = step.mutants.filter(({ fault }) => fault === void 0 || fault === attempt.fault).map(({ name, solve, fails }) => ({
		name: {
			en: `“${name}”`,
			zh: `“${name}”`
		},
		lines: solve,
		fails
	}));
	return [...leftOut, ...authored];
}
/** Plays a variant at its step; no problem means that it was noticed for the right reason. */
async function playVariant(actor, step, variant) {
	actor.beginStep();
	const met = {};
	const judged = step.checks.filter(({ id }) => variant.fails.includes(id));
	const looked = withBaselines(step, judged);
	for (const line of variant.lines) {
		await actor.run(line);
		if (step.mode === "edge") {
			await actor.settle();
			latch(met, await actor.look(looked));
		}
	}
	await actor.settle();
	const outcomes = {
		...await actor.look(looked),
		...met
	};
	return judged.flatMap(({ id }) => survived(id, variant, outcomes[id]));
}
/** With the checks of the same step that they depend on, so that they are looked at as in a session. */
function withBaselines(step, judged) {
	const wanted = new Set(judged.flatMap(({ id, claim }) => "baseline" in claim ? [id, claim.baseline] : [id]));
	return step.checks.filter(({ id }) => wanted.has(id));
}
function survived(id, { name }, outcome) {
	if (outcome?.verdict === "not-met") return [];
	if (outcome?.verdict === "met") return [failed(withOutcome({
		en: `${name.en}: \`${id}\` should fail and is met`,
		zh: `${name.zh}：\`${id}\` 本应失败，却满足了`
	}, outcome))];
	const why = outcome?.why ?? {
		en: "nothing was said",
		zh: "没有结果"
	};
	return [unknownProblem({
		en: `${name.en}: could not look at \`${id}\`: ${why.en}`,
		zh: `${name.zh}：无法查看 \`${id}\`：${why.zh}`
	})];
}

// src/labs/verify/verify-lab.ts
/**
* Proves a lab on real hosts (law: a check is earned): for each fault, or once, every step's checks fail before its
* solve, pass after it, and notice every wrong way. Each wrong way gets a host of its own. Never rejects for what the
* lab does.
*/
async function verifyLab(lab, parts, options = {}) {
	const startedAt = performance.now();
	const faults = lab.faults.length > 0 ? lab.faults.map(({ id }) => id) : [void 0];
	const context = {
		lab,
		parts,
		seed: options.seed ?? 1,
		typed: options.typed ?? false,
		pool: options.pool ?? openPool(3),
		signal: options.signal ?? new AbortController().signal
	};
	const runs = await Promise.all(faults.map((fault) => verifyRun(context, fault)));
	return {
		lab: lab.id,
		folder: lab.folder,
		verdict: verdictOf(runs.flatMap(problemsOf)),
		runs,
		mutants: addScores(runs.flatMap(({ steps }) => steps.map(({ mutants }) => mutants))),
		durationMs: Math.round(performance.now() - startedAt)
	};
}
async function verifyRun(context, fault) {
	const problems = [];
	const played = await onStage(context, {
		step: 0,
		fault
	}, problems, playSteps) ?? [];
	const { lab, attempt } = instantiate(context.lab, context.seed, fault);
	const steps = await Promise.all(played.map(async (report, index) => {
		const step = lab.steps[index];
		if (step === void 0 || report.problems.length > 0) return report;
		return withVariants(context, {
			step: index,
			fault
		}, step, variantsOf(lab, attempt, step), report);
	}));
	return {
		...fault !== void 0 && { fault },
		steps,
		problems
	};
}
async function withVariants(context, scene, step, variants, report) {
	const results = await Promise.all(variants.map(async (variant) => {
		const problems = [];
		const found = await onStage(context, scene, problems, (actor) => playVariant(actor, step, variant));
		return [...problems, ...found ?? []];
	}));
	const killed = results.filter((problems) => problems.length === 0).length;
	return {
		...report,
		problems: [...report.problems, ...results.flat()],
		mutants: addScores([report.mutants, {
			killed,
			total: variants.length
		}])
	};
}
/** Does something on a fresh host of its own; what goes wrong around it becomes a problem. */
async function onStage(context, { step, fault }, problems, act) {
	const { lab, parts, seed, typed, signal } = context;
	return context.pool.run(async () => {
		let actor;
		try {
			actor = await openActor(lab, parts, {
				seed,
				fault,
				step,
				typed,
				signal
			});
			return await act(actor);
		} catch (error) {
			problems.push(unknownProblem(whyOf(error)));
			return;
		} finally {
			const leaks = await actor?.close().catch((error) => [`the census failed: ${whyOf(error).en}`]) ?? [];
			problems.push(...leaks.map((leak) => failed({
				en: `left behind: ${leak}`,
				zh: `有残留：${leak}`
			})));
		}
	});
}
/** Errors made for people carry their sentence in every language. */
function whyOf(error) {
	if (typeof error === "object" && error !== null && "why" in error && isText(error.why)) return error.why;
	return same(error instanceof Error ? error.message : String(error));
}
const isText = (value) => typeof value === "object" && value !== null && "en" in value && "zh" in value;

// src/cli/verify.ts
/** Sandboxes at a time. More gain nothing on two cores: a lab mostly waits for pings that must stay unanswered. */
const AT_ONCE = 4;
/** `underlay verify`: proves labs on fresh sandboxes; see src/labs/verify. */
async function verifyLabs(names, options, language) {
	const catalog = await loadLabs();
	const labs = [];
	for (const name of names) {
		const found = findLab(catalog, name);
		if ("error" in found) {
			say.error(found.error[language]);
			return EXIT.usage;
		}
		labs.push(found.lab);
	}
	if (names.length === 0) labs.push(...catalog.labs);
	const { next } = findTools(labs.flatMap(({ tools }) => tools));
	if (next !== void 0) {
		say.error(next[language]);
		return EXIT.unknown;
	}
	const broken = names.length === 0 ? catalog.broken : [];
	for (const { errors } of broken) for (const error of errors) say.error(labErrorText(error)[language]);
	const reports = [];
	for (let round = 0; round < (options.times ?? 1); round += 1) reports.push(...await verifyAll(labs, options, (options.seed ?? 1) + round));
	say.line(options.json === true ? JSON.stringify({
		labs: reports,
		broken
	}, void 0, 2) : reportText(reports)[language]);
	if (broken.length > 0) return EXIT.badLab;
	if (reports.some(({ verdict }) => verdict === "failed")) return EXIT.notMet;
	return reports.some(({ verdict }) => verdict === "unknown") ? EXIT.unknown : EXIT.ok;
}
const verifyAll = (labs, { typed = false }, seed) => {
	const pool = openPool(AT_ONCE);
	return Promise.all(labs.map((lab) => verifyLab(lab, {
		openHost: (plan, signal) => openHost(plan, lab.needs, {
			cacheFile: proofsFile(),
			signal
		}),
		watch
	}, {
		seed,
		typed,
		pool
	})));
};

export { verifyLabs };
//# sourceMappingURL=verify.js.map