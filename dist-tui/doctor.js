import { n as proofsFile, s as prove } from "./parts.js";
import { G as findTools, K as toolVersion, n as loadLabs } from "./content.js";
import { o as EXIT, t as say } from "./say.js";
import { t as runnable } from "./runnable.js";
import { t as version } from "./version.js";

// src/cli/doctor.ts
/** `underlay doctor`: every capability proved by doing, every tool looked for, and the one command that mends each gap. */
async function examine({ json }, language) {
	const catalog = await loadLabs();
	const programs = [...new Set(catalog.labs.flatMap(({ tools }) => tools))].toSorted();
	const [proofs, tools] = await Promise.all([prove({
		cacheFile: proofsFile(),
		fresh: true
	}), examineTools(programs)]);
	const labs = catalog.labs.map((lab) => ({
		id: lab.id,
		...runnable(lab, proofs)
	}));
	const well = labs.every(({ can }) => can);
	if (json === true) {
		say.line(JSON.stringify({
			version: version(),
			node: process.version,
			capabilities: proofs,
			tools,
			labs
		}, void 0, 2));
		return well ? EXIT.ok : EXIT.unknown;
	}
	say.line(`underlay ${version()} · Node ${process.version} · ${process.platform} ${process.arch}`);
	say.line(`\n${{
		en: "This machine",
		zh: "这台机器"
	}[language]}`);
	for (const { capability, proved, why, mend } of proofs) {
		say.line(`  ${proved ? "✔" : "✘"} ${capability}`);
		if (why !== void 0) say.line(`      ${why[language]}`);
		if (mend !== void 0) say.line(`      → ${mend[language]}`);
	}
	say.line(`\n${{
		en: "Programs",
		zh: "程序"
	}[language]}`);
	for (const { program, path, toolVersion: number } of tools) say.line(`  ${path === void 0 ? "✘" : "✔"} ${program.padEnd(12)} ${number ?? ""}`.trimEnd());
	const { next } = findTools(programs);
	if (next !== void 0) say.line(`      → ${next[language]} (${{
		en: "or",
		zh: "或者"
	}[language]} underlay set-up)`);
	const able = labs.filter(({ can }) => can).length;
	say.line(`\n${{
		en: `${able} of ${labs.length} labs run here.`,
		zh: `${labs.length} 个实验中有 ${able} 个可以在这里运行。`
	}[language]}`);
	return well ? EXIT.ok : EXIT.unknown;
}
async function examineTools(programs) {
	const { found } = findTools(programs);
	return Promise.all(programs.map(async (program) => {
		const path = found[program];
		if (path === void 0) return { program };
		const number = await toolVersion(program);
		return {
			program,
			path,
			...number !== void 0 && { toolVersion: number }
		};
	}));
}

export { examine };
//# sourceMappingURL=doctor.js.map