// src/cli/exit-codes.ts
/** What `underlay` ends with. Documented in README.md; `check` and `verify` share them. */
const EXIT = {
	/** Done; every check met. */
	ok: 0,
	/** Not met, or a verification failed. */
	notMet: 1,
	/** The command line was wrong. */
	usage: 2,
	/** Could not look: a tool, a permission or a host is missing. */
	unknown: 3,
	/** A lab cannot be loaded. */
	badLab: 4,
	/** Something in the program itself went wrong. */
	internal: 70
};

// src/state/text.ts
/** The languages that every text of the program exists in. */
const LANGUAGES = ["en", "zh"];
/** The same words in every language: a name, a command, an address. */
const same = (words) => ({
	en: words,
	zh: words
});
/** Joins texts, language by language. */
const joinTexts = (texts, separator = {
	en: ", ",
	zh: "，"
}) => ({
	en: texts.map((text) => text.en).join(separator.en),
	zh: texts.map((text) => text.zh).join(separator.zh)
});
/** Chinese sets Latin words off with a space, and nothing else: `网桥 br0 的`, but `节点自身的`. */
const spaced = (words) => `${/^[\x21-\x7e]/.test(words) ? " " : ""}${words}${/[\x21-\x7e]$/.test(words) ? " " : ""}`;

// src/cli/say.ts
/** The only places where commands write; the screen has its own. */
const say = {
	line: (words) => {
		process.stdout.write(`${words}\n`);
	},
	error: (words) => {
		process.stderr.write(`${words}\n`);
	}
};

export { spaced as a, same as i, LANGUAGES as n, EXIT as o, joinTexts as r, say as t };
//# sourceMappingURL=say.js.map