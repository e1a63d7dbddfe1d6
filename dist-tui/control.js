import { n as aboutSchema, r as answerSchema } from "./control-protocol.js";
import { t as pathsFrom } from "./paths.js";
import { o as EXIT, t as say } from "./say.js";
import path from "node:path";
import { readdir, rm } from "node:fs/promises";
import { connect } from "node:net";
import { createInterface } from "node:readline";

// src/labs/control-client.ts
/** Programs that hang are not waited for when only asked who they are. In milliseconds. */
const ABOUT_TIMEOUT_MS = 1e3;
/** Checks may send packets and wait for answers that shall not come. In milliseconds. */
const CONTROL_TIMEOUT_MS = 3e4;
/** Every lab that runs now; sockets that nobody listens to any more are removed. */
const findSessions = async (folder) => {
	return (await Promise.all((await socketsIn(folder)).map((socket) => askAbout(socket)))).filter((session) => session !== void 0).toSorted((a, b) => a.pid - b.pid);
};
/**
* Asks a running lab as `underlay …` in its shell would.
* @throws {Error} where it went away or does not answer
*/
const askSession = async (session, argv, language) => ask(session.socket, {
	ask: "control",
	argv: [...argv],
	language
}, answerSchema, CONTROL_TIMEOUT_MS);
const socketsIn = async (folder) => {
	try {
		return (await readdir(folder)).filter((name) => /^\d+\.sock$/.test(name)).map((name) => path.join(folder, name));
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
		throw error;
	}
};
const askAbout = async (socket) => {
	try {
		return {
			...await ask(socket, { ask: "about" }, aboutSchema, ABOUT_TIMEOUT_MS),
			socket
		};
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ECONNREFUSED") await rm(socket, { force: true });
		return;
	}
};
const ask = async (file, request, answer, timeoutMs) => {
	const socket = connect(file);
	const { promise, resolve, reject } = Promise.withResolvers();
	socket.on("error", reject);
	socket.on("close", () => reject(/* @__PURE__ */ new Error(`${file} hung up`)));
	socket.setTimeout(timeoutMs, () => reject(/* @__PURE__ */ new Error(`${file} does not answer`)));
	const lines = createInterface({ input: socket });
	lines.on("error", reject);
	lines.once("line", resolve);
	socket.write(`${JSON.stringify(request)}\n`);
	try {
		const parsed = answer.safeParse(JSON.parse(await promise));
		if (!parsed.success) throw new Error(`${file} gave no answer that is understood`);
		return parsed.data;
	} finally {
		socket.destroy();
	}
};

// src/cli/control.ts
/** `underlay check` and `underlay topology` from another window: asks the program in which the lab runs. */
async function controlRunning(argv, lab, language) {
	const sessions = await findSessions(pathsFrom(process.env).sockets);
	const fitting = sessions.filter((session) => lab === void 0 || session.lab === lab);
	const [session] = fitting;
	if (session === void 0) {
		const others = [...new Set(sessions.map((one) => one.lab))].join(", ");
		say.error({
			en: `No lab${lab === void 0 ? "" : ` ${lab}`} is running.${others === "" ? " Start one: `underlay run LAB`." : ` Running: ${others}.`}`,
			zh: `没有正在运行的实验${lab === void 0 ? "" : ` ${lab}`}。${others === "" ? "启动一个：`underlay run LAB`。" : `正在运行：${others}。`}`
		}[language]);
		return EXIT.unknown;
	}
	if (fitting.length > 1) {
		const names = fitting.map((one) => `${one.lab} (pid ${one.pid})`).join(", ");
		say.error({
			en: `Several labs are running, name one: ${names}.`,
			zh: `有多个实验正在运行，请指明一个：${names}。`
		}[language]);
		return EXIT.usage;
	}
	const answer = await askSession(session, argv, language);
	process.stdout.write(answer.text);
	return answer.exitCode;
}

export { controlRunning };
//# sourceMappingURL=control.js.map