import { n as LANGUAGES } from "./say.js";
import { c as number, f as string, i as discriminatedUnion, l as object, m as union, n as array, o as literal, t as _enum } from "./schemas.js";

// src/labs/control-protocol.ts
/** One JSON text a line, one answer a question, over a unix socket that only its owner can open. */
const requestSchema = discriminatedUnion("ask", [object({ ask: literal("about") }), object({
	ask: literal("control"),
	argv: array(string()),
	language: _enum(LANGUAGES)
})]);
const aboutSchema = object({
	pid: number(),
	lab: string(),
	step: number(),
	steps: number()
});
const answerSchema = object({
	exitCode: union([
		literal(0),
		literal(1),
		literal(2),
		literal(3)
	]),
	text: string()
});
const refusalSchema = object({ error: string() });
/** A line longer than this is no question of ours. In bytes. */
const LONGEST_LINE = 1e6;

export { requestSchema as i, aboutSchema as n, answerSchema as r, LONGEST_LINE as t };
//# sourceMappingURL=control-protocol.js.map