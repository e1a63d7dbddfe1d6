import { G as findTools, n as loadLabs, t as findLab } from "./content.js";
import { S as placeName, a as serveControl, b as changeSign, c as outcomeLine, l as didYouMean, n as fromMarkdown, o as runControl, r as openLab, s as waitForSession, t as stepIndex, u as maySeeSolve, x as describeChange } from "./step-index.js";
import { t as pathsFrom } from "./paths.js";
import { r as solveLines } from "./lab-stage.js";
import { i as same, o as EXIT, r as joinTexts, t as say } from "./say.js";
import { t as openProgress } from "./progress-store.js";
import { t as labRunParts } from "./parts.js";
import { on } from "node:events";
import { createInterface } from "node:readline";

// src/labs/plain/plain-command.ts
/** Words after the colon that are plain mode's own. */
const PLAIN_WORDS = [
	"check",
	"hint",
	"solve",
	"predict",
	"answer",
	"next",
	"text",
	"topology",
	"changes",
	"node",
	"stop",
	"reset",
	"lang",
	"quit",
	"help"
];
/** `:` alone is the shell's do-nothing command, and `: text` its comment; only a word right after the colon is ours. */
const parsePlainLine = (line) => {
	const match = /^:(\S+)(?:\s+(.*))?$/.exec(line.trim());
	if (match === null) return {
		to: "shell",
		line
	};
	const [, typed = "", rest = ""] = match;
	const word = PLAIN_WORDS.find((one) => one === typed);
	if (word !== void 0) return {
		to: "us",
		word,
		rest: rest.split(/\s+/).filter((part) => part !== "")
	};
	const near = didYouMean(typed, PLAIN_WORDS);
	return {
		to: "nobody",
		why: {
			en: `There is no command ":${typed}".${near.en} :help lists them.`,
			zh: `没有命令“:${typed}”。${near.zh}输入 :help 查看全部命令。`
		}
	};
};

// src/labs/plain/plain-markdown.ts
/**
* Markdown as lines to be read aloud: paragraphs on one line each, code indented by four spaces, list items with a
* hyphen or number, no marks of emphasis. An empty line between blocks.
*/
const plainMarkdown = (markdown) => {
	return fromMarkdown(markdown).children.map((block) => blockLines(block)).flatMap((lines, index) => index === 0 ? lines : ["", ...lines]);
};
const blockLines = (block) => {
	switch (block.type) {
		case "code": return block.value.split("\n").map((line) => `    ${line}`);
		case "list": return listLines(block);
		case "blockquote": return block.children.flatMap((child) => blockLines(child));
		case "paragraph":
		case "heading": return words(block.children).split("\n");
		case "thematicBreak": return [];
		case "html": return [block.value];
		default: return [];
	}
};
const listLines = (list) => list.children.flatMap((item, index) => {
	const mark = list.ordered === true ? `${(list.start ?? 1) + index}. ` : "- ";
	const [first = "", ...rest] = item.children.flatMap((child) => blockLines(child));
	return [`${mark}${first}`, ...rest.map((line) => `${" ".repeat(mark.length)}${line}`)];
});
const words = (children) => children.map((child) => inline(child)).join("");
const CHINESE = /[\u3000-\u303F\u3400-\u9FFF\uFF00-\uFFEF]/;
const inline = (node) => {
	switch (node.type) {
		case "text": return node.value.replaceAll("\n", (_, at, whole) => CHINESE.test(whole.charAt(at - 1)) && CHINESE.test(whole.charAt(at + 1)) ? "" : " ");
		case "inlineCode": return node.value;
		case "break": return "\n";
		case "link": {
			const label = words(node.children);
			return label === node.url ? label : `${label} (${node.url})`;
		}
		case "emphasis":
		case "strong":
		case "delete": return words(node.children);
		default: return "";
	}
};

// src/labs/plain/plain-words.ts
const heading = (text) => `== ${text} ==`;
/** The lab's title and why it is there. */
const introLines = ({ title, intro }, language) => [heading(title[language]), ...plainMarkdown(intro[language])];
/** The current step: goal, text, questions. Of a finished lab: what to take along. */
const stepLines = ({ lab, current, steps }, language) => {
	const step = lab.steps[current];
	const state = steps[current];
	if (step === void 0 || state === void 0) return debriefLines(lab, language);
	const position = {
		en: `Step ${current + 1} of ${lab.steps.length}: ${step.id}`,
		zh: `第 ${current + 1} 步，共 ${lab.steps.length} 步：${step.id}`
	};
	return [
		"",
		heading(position[language]),
		`${{
			en: "Goal: ",
			zh: "目标："
		}[language]}${plainMarkdown(step.goal[language]).join(" ")}`,
		"",
		...plainMarkdown(step.text[language]),
		...questionLines(step, state, language)
	];
};
/** The questions of a step and how to answer them. */
const questionLines = (step, state, language) => {
	const predict = step.predict === void 0 || state.status !== "current" ? [] : askLines(step.predict, {
		en: ":predict OPTION",
		zh: ":predict 选项"
	}, language);
	const asks = step.checks.flatMap(({ id, ask }) => ask === void 0 ? [] : askLines(ask, {
		en: `:answer ${id} ${ask.options.length > 0 ? "OPTION" : "VALUE"}`,
		zh: `:answer ${id} ${ask.options.length > 0 ? "选项" : "答案"}`
	}, language));
	return [...predict, ...asks];
};
const askLines = (question, how, language) => [
	"",
	`${{
		en: "Question: ",
		zh: "问题："
	}[language]}${plainMarkdown(question.question[language]).join(" ")}`,
	...question.options.map(({ id, words }) => `  ${id}${{
		en: ": ",
		zh: "："
	}[language]}${plainMarkdown(words[language]).join(" ")}`),
	`${{
		en: "Answer with ",
		zh: "回答方式："
	}[language]}${how[language]}`
];
/** After a step was passed: whether the prediction was right, and why it worked. */
const passedLines = ({ lab, steps }, index, language) => {
	const step = lab.steps[index];
	const predicted = steps[index]?.predicted;
	if (step === void 0) return [];
	const verdict = predicted === void 0 ? void 0 : predicted.right ? {
		en: `Your prediction was right: ${predicted.option}.`,
		zh: `你的预测正确：${predicted.option}。`
	} : {
		en: `You predicted ${predicted.option}; it was ${step.predict?.answer ?? ""}.`,
		zh: `你预测的是 ${predicted.option}，实际是 ${step.predict?.answer ?? ""}。`
	};
	return [
		"",
		`✔ ${(index === lab.steps.length - 1 ? {
			en: "Step passed, the last one. :next shows what to take along.",
			zh: "最后一步已通过。输入 :next 查看总结。"
		} : {
			en: "Step passed. :next goes on.",
			zh: "这一步已通过。输入 :next 继续。"
		})[language]}`,
		...verdict === void 0 ? [] : [verdict[language]],
		...plainMarkdown(step.after[language])
	];
};
const debriefLines = (lab, language) => [
	"",
	heading({
		en: `${lab.title.en}: finished`,
		zh: `${lab.title.zh}：完成`
	}[language]),
	...plainMarkdown(lab.debrief[language]),
	"",
	{
		en: ":quit leaves. The host stands until then.",
		zh: "输入 :quit 退出；在此之前主机一直保留。"
	}[language]
];
/** `  + red: link veth0 added`; what moves by itself is left out. */
const changeLines = (changes, isOneNode, language) => changes.filter((change) => !("incidental" in change) || !change.incidental).map((change) => `  ${changeSign(change)} ${joinTexts([placeName(change, isOneNode), describeChange(change)], {
	en: ": ",
	zh: "："
})[language]}`);
/** What can be typed that does not go to the shell. */
const helpLines = (language) => HELP.map(([command, words]) => command === "" ? words[language] : `  ${command.padEnd(22)}${words[language]}`);
const HELP = [
	["", {
		en: "Lines go to the shell of the node, except those that begin with a colon:",
		zh: "输入的行会送到节点的 shell，以冒号开头的除外："
	}],
	[":check", {
		en: "looks at every check now",
		zh: "立即检查这一步的每一项"
	}],
	[":hint", {
		en: "a hint, from general to exact",
		zh: "显示提示，由浅入深"
	}],
	[":solve", {
		en: "shows the solution",
		zh: "显示参考解法"
	}],
	[":predict OPTION", {
		en: "says what you expect",
		zh: "说出你的预测"
	}],
	[":answer ID VALUE", {
		en: "answers a question",
		zh: "回答问题"
	}],
	[":next", {
		en: "goes on after passing",
		zh: "通过之后继续"
	}],
	[":text", {
		en: "reads this step again",
		zh: "重新显示这一步的内容"
	}],
	[":topology", {
		en: "the host as text",
		zh: "以文字显示拓扑"
	}],
	[":changes", {
		en: "what the last command changed",
		zh: "上一条命令改变了什么"
	}],
	[":node NAME", {
		en: "goes to another node",
		zh: "切换到另一个节点"
	}],
	[":stop", {
		en: "stops the running command (Ctrl-C)",
		zh: "停止正在运行的命令（Ctrl-C）"
	}],
	[":reset", {
		en: "a fresh host at the start of this step",
		zh: "重建主机，回到这一步的开头"
	}],
	[":lang en, :lang zh", {
		en: "changes the language",
		zh: "切换语言"
	}],
	[":quit", {
		en: "leaves; nothing stays behind",
		zh: "退出，不留下任何东西"
	}],
	["", same("")]
];

// src/labs/plain/plain-report.ts
const openPlainReport = () => {
	const toldChanges = /* @__PURE__ */ new WeakSet();
	let toldChecks;
	let toldStep = -1;
	let toldPassed = -1;
	let toldPhase = "";
	const phaseLines = ({ phase }, language) => {
		const text = ("doing" in phase ? [phase.doing] : "why" in phase ? [phase.why, phase.next] : []).map((one) => one[language]).join("\n");
		if (text === toldPhase) return [];
		toldPhase = text;
		return text === "" ? [] : text.split("\n");
	};
	const newChanges = ({ history, lab }, language) => {
		const news = history.flatMap(({ changes }) => changes).filter((change) => !toldChanges.has(change));
		for (const change of news) toldChanges.add(change);
		return changeLines(news, lab.host.nodes.length === 1, language);
	};
	const newAnswers = ({ current, lab, steps }, language) => {
		const step = lab.steps[current];
		const state = steps[current];
		if (step === void 0 || state === void 0) return [];
		if (toldStep !== current) toldChecks = void 0;
		toldStep = current;
		const isFirst = toldChecks === void 0;
		const told = toldChecks ?? /* @__PURE__ */ new Map();
		const lines = [];
		for (const { id } of step.checks) {
			const outcome = state.outcomes[id];
			if (outcome === void 0) continue;
			toldChecks = told;
			const key = outcomeLine(id, outcome).en;
			if (told.get(id) === key) continue;
			told.set(id, key);
			if (!isFirst || outcome.verdict === "met") lines.push(outcomeLine(id, outcome)[language]);
		}
		return lines;
	};
	const newlyPassed = (session, language) => {
		const { current, steps } = session;
		if (steps[current]?.status !== "passed") return [];
		if (toldPassed === current) return [];
		toldPassed = current;
		return passedLines(session, current, language);
	};
	return {
		lines: (session, language) => [
			...phaseLines(session, language),
			...newChanges(session, language),
			...newAnswers(session, language),
			...newlyPassed(session, language)
		],
		forget() {
			toldChecks = void 0;
			toldPassed = -1;
		}
	};
};

// src/labs/plain/strip-terminal.ts
/** CSI; OSC, DCS, APC, PM and SOS strings; two- and three-character escapes. */
const SEQUENCE = /\u001B(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001B]*(?:\u0007|\u001B\\)|[ -/]+[0-~]|[0-OQ-WYZ\\`-~])/g;
const UNFINISHED = /\u001B(?:\[[0-?]*[ -/]*|[\]PX^_][^\u0007\u001B]*\u001B?|[ -/]*)$/;
const CONTROLS = /[\u0000-\u0007\u000B-\u001F\u007F]/g;
const ALTERNATE_SCREEN = "\x1B[?1049h";
/** A line without an end is cut here: a flood of one line must not be kept. */
const LONGEST_LINE = 16384;
const openPlainLines = () => {
	let pending = "";
	let line = "";
	let hasTakenScreen = false;
	const finish = () => {
		const done = rubbedOut(line);
		line = "";
		return done;
	};
	return {
		push(chunk) {
			let data = pending + chunk;
			const unfinished = UNFINISHED.exec(data);
			pending = unfinished === null || unfinished[0].length > LONGEST_LINE ? "" : unfinished[0];
			data = data.slice(0, data.length - pending.length);
			hasTakenScreen ||= data.includes(ALTERNATE_SCREEN);
			const lines = [];
			const parts = data.replaceAll(SEQUENCE, "").replaceAll(/\r+\n/g, "\n").split("\n");
			for (const [index, part] of parts.entries()) {
				line += part;
				if (index < parts.length - 1 || line.length > LONGEST_LINE) lines.push(finish());
			}
			return lines;
		},
		flush() {
			const rest = finish();
			return rest === "" ? void 0 : rest;
		},
		partial: () => rubbedOut(line),
		tookScreen() {
			const was = hasTakenScreen;
			hasTakenScreen = false;
			return was;
		}
	};
};
/** Carriage return and backspace do to the text what they do to a screen line; other control characters go. */
const rubbedOut = (line) => {
	const shown = line.replace(/\r+$/, "").split("\r").at(-1) ?? "";
	const kept = [];
	for (const character of shown) if (character === "\b") kept.pop();
	else kept.push(character);
	return kept.join("").replaceAll(CONTROLS, "").trimEnd();
};

// src/labs/plain/plain-shell.ts
/** A partial line is shown when nothing more came for this long: a program asks for something. */
const PARTIAL_MS = 250;
/**
* A node's shell, line by line. What programs print is passed on; the shell's own echo and prompts are not, because
* a reader of lines would hear each command twice.
*/
var PlainShell = class {
	#parts;
	#lines = openPlainLines();
	#ways = [];
	/**
	* `prompting`: from a command's end (or the start) to the prompt; `waiting`: at the prompt; `sent`: a line is being
	* echoed and read; `running`: its command runs.
	*/
	#state = "prompting";
	/** What came while a line was sent, complete lines only. */
	#echo = [];
	#waiters = [];
	#isGone = false;
	#partialTimer;
	constructor(parts) {
		this.#parts = parts;
		const { terminal } = parts;
		this.#ways.push(terminal.onData((data) => this.#read(data)), terminal.onEvent((event) => this.#heard(event)));
		terminal.exited.then(() => {
			this.#isGone = true;
			this.#settle("gone");
		});
	}
	get terminal() {
		return this.#parts.terminal;
	}
	get isRunning() {
		return this.#state === "running";
	}
	/** Resolves when the shell waits for a line. */
	async ready() {
		if (this.#isGone) return "gone";
		return this.#state === "waiting" ? "done" : new Promise((resolve) => this.#waiters.push(resolve));
	}
	/** Sends a line. While a command runs it goes to that command, and `ready` is what to wait for. */
	async send(line) {
		if (this.#isGone) return "gone";
		if (this.#state === "running") {
			this.#parts.terminal.write(`${line}\n`);
			return "done";
		}
		this.#state = "sent";
		const sent = new Promise((resolve) => this.#waiters.push(resolve));
		this.#parts.terminal.write(`${line.replaceAll("	", "	")}\r`);
		return sent;
	}
	/** Ctrl-C. */
	interrupt() {
		this.#parts.terminal.write("");
	}
	/** The end of the input of the command that runs: Ctrl-D. */
	end() {
		if (this.#state === "running") this.#parts.terminal.write("");
	}
	[Symbol.dispose]() {
		clearTimeout(this.#partialTimer);
		for (const off of this.#ways) off();
		this.#settle("gone");
	}
	#heard(event) {
		switch (event.type) {
			case "command-start":
				if (this.#state !== "running") this.#lines.flush();
				this.#echo = [];
				this.#state = "running";
				break;
			case "command-end":
				this.#flush();
				this.#state = "prompting";
				break;
			case "prompt":
				this.#lines.flush();
				for (const line of this.#echo.slice(1)) this.#parts.say(line);
				this.#echo = [];
				this.#state = "waiting";
				this.#settle("done");
		}
	}
	#read(data) {
		clearTimeout(this.#partialTimer);
		const lines = this.#lines.push(data);
		if (this.#lines.tookScreen()) this.#parts.tell(FULL_SCREEN);
		if (this.#state === "sent") {
			this.#echo.push(...lines);
			if (this.#lines.partial() === ">") {
				this.#lines.flush();
				this.#settle("more");
			}
			return;
		}
		for (const line of lines) this.#parts.say(line);
		if (this.#state === "running") this.#partialTimer = setTimeout(() => this.#flush(), PARTIAL_MS);
	}
	#flush() {
		clearTimeout(this.#partialTimer);
		const rest = this.#lines.flush();
		if (rest !== void 0) this.#parts.say(rest);
	}
	#settle(sent) {
		for (const waiter of this.#waiters.splice(0)) waiter(sent);
	}
};
const FULL_SCREEN = {
	en: "(This program draws on the whole screen, which plain mode cannot show. :stop ends it; q or :q! may, too.)",
	zh: "（这个程序使用整个屏幕，简洁模式无法显示。输入 :stop 结束它，或试试 q。）"
};

// src/labs/plain/run-plain.ts
/**
* A lab as lines of text: for screen readers, pipes and slow links. The lesson is printed, lines go to the node's
* shell, and what the shell prints, what changed and what the checks say come back. Resolves when the input ended or
* the learner left, with the exit code: 0, or 3 where the host could not be built. Does not dispose of the run.
*/
const runPlain = async (run, parts) => {
	const plain = new Plain(run, parts);
	try {
		return await plain.work();
	} finally {
		plain[Symbol.dispose]();
	}
};
/** Things come in bursts (a change, its checks): they are told when nothing new came for this long. */
const QUIET_MS = 80;
const LONGEST_BURST_MS = 1500;
var Plain = class {
	#run;
	#parts;
	#report = openPlainReport();
	#shells = /* @__PURE__ */ new Map();
	#ways = [];
	#language;
	#node;
	#timer;
	#burstSince;
	#isLeaving = false;
	constructor(run, parts) {
		this.#run = run;
		this.#parts = parts;
		this.#language = parts.language;
		this.#node = run.session.lab.host.nodes[0]?.name ?? "";
		this.#ways.push(run.subscribe(() => this.#news()), run.onTerminals(() => this.#attach()), parts.onInterrupt?.(() => this.#interrupted()) ?? (() => void 0));
	}
	async work() {
		const lines = createInterface({
			input: this.#parts.input,
			terminal: false
		});
		const typed = on(lines, "line", { close: ["close"] });
		this.#print(introLines(this.#run.session.lab, this.#language));
		await this.#standing();
		if (this.#run.session.phase.name === "failed") {
			this.#tellNews();
			if (!this.#parts.isInteractive) return 3;
		} else {
			this.#attach();
			await this.#shell()?.ready();
			this.#print(stepLines(this.#run.session, this.#language));
			this.#tell({
				en: "(:help lists what can be typed here.)",
				zh: "（输入 :help 查看可用的命令。）"
			});
		}
		this.#prompt();
		for await (const [line] of typed) {
			const work = this.#typed(line);
			if (this.#parts.isInteractive) work.catch((error) => this.#failed(error));
			else await work;
			if (this.#isLeaving) break;
		}
		if (!this.#isLeaving && this.#run.session.phase.name === "ready") await this.#run.checkNow();
		this.#tellNews();
		lines.close();
		return this.#run.session.phase.name === "failed" ? 3 : 0;
	}
	[Symbol.dispose]() {
		clearTimeout(this.#timer);
		for (const off of this.#ways) off();
		for (const shell of this.#shells.values()) shell[Symbol.dispose]();
	}
	async #typed(line) {
		const parsed = parsePlainLine(line);
		switch (parsed.to) {
			case "nobody":
				this.#tell(parsed.why);
				break;
			case "us":
				await this.#obey(parsed.word, parsed.rest);
				break;
			case "shell": await this.#send(parsed.line);
		}
		if (this.#shell()?.isRunning !== true) this.#prompt();
	}
	async #send(line) {
		const shell = this.#shell();
		if (shell === void 0) {
			this.#tell({
				en: "There is no shell now. :reset builds a fresh host.",
				zh: "现在没有 shell。输入 :reset 重建主机。"
			});
			return;
		}
		const sent = shell.send(line);
		const limit = this.#parts.isInteractive ? void 0 : setTimeout(() => this.#tooLong(shell), this.#parts.commandLimitMs ?? 6e4);
		try {
			if (await sent === "done") await this.#calm();
		} finally {
			clearTimeout(limit);
		}
	}
	#tooLong(shell) {
		this.#tell({
			en: "(The command took too long and was stopped.)",
			zh: "（命令运行时间过长，已停止。）"
		});
		shell.interrupt();
	}
	async #obey(word, rest) {
		switch (word) {
			case "check":
			case "hint":
			case "predict":
			case "answer":
			case "topology":
			case "changes":
				await this.#control([word, ...rest]);
				await this.#calm();
				break;
			case "next":
				await this.#next();
				break;
			case "solve":
				this.#solve();
				break;
			case "text":
				this.#print(stepLines(this.#run.session, this.#language));
				break;
			case "node":
				this.#goTo(rest[0]);
				break;
			case "stop":
				this.#shell()?.interrupt();
				break;
			case "reset":
				await this.#reset();
				break;
			case "lang":
				this.#speak(rest[0]);
				break;
			case "quit":
				this.#isLeaving = true;
				if (this.#parts.isInteractive) this.#parts.input.destroy();
				break;
			case "help": this.#print(helpLines(this.#language));
		}
	}
	async #control(argv) {
		const { text } = await runControl(argv, this.#run, this.#language);
		this.#print(text.trimEnd().replaceAll(/\bunderlay (?=(?:next|check|answer|predict|topology)\b)/g, ":").split("\n"));
	}
	async #next() {
		if (this.#run.session.phase.name === "ready" && !this.#isPassed()) await this.#run.checkNow();
		this.#tellNews();
		if (!this.#isPassed()) {
			await this.#control(["next"]);
			return;
		}
		this.#run.next();
		this.#report.forget();
		this.#print(stepLines(this.#run.session, this.#language));
		await this.#calm();
	}
	#isPassed() {
		const { steps, current } = this.#run.session;
		return steps[current]?.status === "passed";
	}
	#solve() {
		const { lab, attempt, current, steps } = this.#run.session;
		const step = lab.steps[current];
		const state = steps[current];
		if (step === void 0 || state === void 0) return;
		if (!maySeeSolve(step, state)) {
			this.#tell({
				en: "There are hints left: :hint. The solution comes after the last one.",
				zh: "还有提示可看：输入 :hint。看完最后一条后才显示解法。"
			});
			return;
		}
		this.#run.showSolve();
		this.#print(solveLines(lab, attempt, step).map(({ node, run }) => `    ${node}$ ${run}`));
	}
	#goTo(node) {
		const names = this.#run.session.lab.host.nodes.map(({ name }) => name);
		if (node === void 0 || !names.includes(node)) {
			this.#tell({
				en: `:node NAME, one of: ${names.join(", ")}.`,
				zh: `:node 名称，可选：${names.join("、")}。`
			});
			return;
		}
		this.#node = node;
		this.#attach();
		this.#tell({
			en: `Now on ${node}.`,
			zh: `现在位于 ${node}。`
		});
	}
	#speak(language) {
		if (language !== "en" && language !== "zh") {
			this.#tell({
				en: ":lang en or :lang zh.",
				zh: "请输入 :lang en 或 :lang zh。"
			});
			return;
		}
		this.#language = language;
		this.#parts.onLanguage?.(language);
		this.#print(stepLines(this.#run.session, language));
	}
	async #reset() {
		this.#report.forget();
		await this.#run.resetStep();
		await this.#standing();
		this.#tellNews();
		if (this.#run.session.phase.name === "failed") return;
		await this.#shell()?.ready();
		this.#print(stepLines(this.#run.session, this.#language));
		await this.#calm();
	}
	/** Resolves when the host stands, or cannot. */
	async #standing() {
		await waitForSession(this.#run, ({ phase }) => phase.name !== "opening" && phase.name !== "replaying");
	}
	#interrupted() {
		const shell = this.#shell();
		if (shell?.isRunning === true) shell.interrupt();
		else this.#tell({
			en: "(:quit leaves.)",
			zh: "（输入 :quit 退出。）"
		});
	}
	#shell() {
		return this.#shells.get(this.#node);
	}
	/** Takes the shells that the run has now. */
	#attach() {
		for (const node of /* @__PURE__ */ new Set([...this.#shells.keys(), this.#node])) {
			const known = this.#shells.get(node);
			try {
				const terminal = this.#run.terminal(node);
				if (known?.terminal === terminal) continue;
				known?.[Symbol.dispose]();
				this.#shells.set(node, new PlainShell({
					terminal,
					say: (line) => this.#print([node === this.#node ? line : `[${node}] ${line}`]),
					tell: (text) => this.#tell(text)
				}));
			} catch {
				known?.[Symbol.dispose]();
				this.#shells.delete(node);
			}
		}
	}
	#news() {
		this.#burstSince ??= performance.now();
		clearTimeout(this.#timer);
		const isLong = performance.now() - this.#burstSince > LONGEST_BURST_MS;
		this.#timer = setTimeout(() => this.#tellNews(), isLong ? 0 : QUIET_MS);
	}
	#tellNews() {
		clearTimeout(this.#timer);
		this.#burstSince = void 0;
		this.#print(this.#report.lines(this.#run.session, this.#language));
	}
	/** Resolves when what follows from a command was told. */
	async #calm() {
		const deadline = performance.now() + LONGEST_BURST_MS;
		do
			await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
		while (this.#burstSince !== void 0 && performance.now() < deadline);
		this.#tellNews();
	}
	#failed(error) {
		const message = error instanceof Error ? error.message : String(error);
		this.#tell({
			en: `That did not work: ${message}`,
			zh: `操作失败：${message}`
		});
	}
	#prompt() {
		if (this.#parts.isInteractive && !this.#isLeaving) this.#parts.output.write(`${this.#node}$ `);
	}
	#tell(text) {
		this.#print([text[this.#language]]);
	}
	#print(lines) {
		if (lines.length > 0) this.#parts.output.write(`${lines.join("\n")}\n`);
	}
};

// src/cli/plain.ts
/** Wide enough that shells and tools rarely wrap a line themselves. */
const SIZE = {
	columns: 120,
	rows: 40
};
/** `underlay run LAB --plain`: the lab as lines of text on standard input and output. */
async function runPlainly(name, options, fallback) {
	const found = findLab(await loadLabs(), name);
	if ("error" in found) {
		say.error(found.error[fallback]);
		return EXIT.usage;
	}
	const { lab } = found;
	const step = stepIndex(lab, options.step);
	if (typeof step === "object") {
		say.error(step[fallback]);
		return EXIT.usage;
	}
	const { next } = findTools(lab.tools);
	if (next !== void 0) {
		say.error(next[fallback]);
		return EXIT.unknown;
	}
	using progress = await openProgress(pathsFrom(process.env).progress);
	for (const notice of progress.notices) say.error(notice[fallback]);
	let language = progress.current.settings.language ?? fallback;
	const parts = {
		...labRunParts(lab, progress, fallback),
		language: () => language
	};
	await using run = openLab(lab, parts, {
		size: SIZE,
		...step !== void 0 && { step }
	});
	await using _control = await serveControl(pathsFrom(process.env).sockets, () => run).catch(() => void 0);
	return await runPlain(run, {
		input: process.stdin,
		output: process.stdout,
		language,
		onLanguage: (chosen) => {
			language = chosen;
		},
		isInteractive: process.stdin.isTTY,
		onInterrupt: (listener) => {
			process.on("SIGINT", listener);
			return () => process.off("SIGINT", listener);
		}
	});
}

export { runPlainly };
//# sourceMappingURL=plain.js.map