import { G as findTools } from "./content.js";
import { r as joinTexts } from "./say.js";

// src/cli/runnable.ts
const SANDBOX = {
	en: "sandbox",
	zh: "沙箱"
};
const SENTENCES = {
	en: " ",
	zh: ""
};
/** `proofs` undefined: not proved yet; the lab counts as runnable until its host says otherwise. */
function runnable(lab, proofs) {
	const { missing, next } = findTools(lab.tools);
	const unproved = (proofs ?? []).filter(({ capability, proved }) => !proved && lab.needs.includes(capability));
	if (missing.length === 0 && unproved.length === 0) return {
		can: true,
		on: SANDBOX
	};
	const names = missing.map(({ program }) => program).join(", ");
	const reasons = [...missing.length > 0 ? [{
		en: `Programs are missing: ${names}.`,
		zh: `缺少程序：${names}。`
	}] : [], ...unproved.flatMap(({ why }) => why ?? [])];
	const mends = [...next === void 0 ? [] : [next], ...unproved.flatMap(({ mend }) => mend ?? [])];
	return {
		can: false,
		why: joinTexts(reasons, SENTENCES),
		...mends.length > 0 && { mend: joinTexts(mends, SENTENCES) }
	};
}

export { runnable as t };
//# sourceMappingURL=runnable.js.map