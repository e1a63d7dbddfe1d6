import type {Text} from '../../state/text.ts';
import type {Lab, Solve, SolveLine, Step} from '../lab.ts';
import {callForms, callsOf, inOneLine, isWhole} from './call-form.ts';
import type {CallForms} from './call-form.ts';
import {isClientLine} from './client-lines.ts';

/**
 * The lab where the OpenStack client is not installed: it says so, below each line for the client stand the calls that
 * the line makes, and solves make these calls. Where it is not known what a line asks for (calls.txt), it stays.
 */
export const withoutClient = (lab: Lab): Lab => {
  const forms = callForms(lab.clientLines);
  const text = ({en, zh}: Text): Text => ({en: withCalls(en, forms), zh: withCalls(zh, forms)});
  const step = (one: Step): Step => ({
    ...one,
    text: text(one.text),
    hints: one.hints.map((hint) => ({...hint, text: text(hint.text)})),
    solve: solveByCalls(one.solve, forms),
  });
  return {
    ...lab,
    intro: {en: `${NOTICE.en}\n\n${lab.intro.en}`, zh: `${NOTICE.zh}\n\n${lab.intro.zh}`},
    steps: lab.steps.map(step),
    faults: lab.faults.map((fault) => ({...fault, mend: linesByCalls(fault.mend, forms)})),
  };
};

/** Markdown. */
const NOTICE: Text = {
  en: '**The OpenStack client is not installed here.** `api` makes the same calls in their own form: below each `openstack` line that the steps need stands its call. Where `ID` stands in it, the id appears as soon as the thing is there; one that stays is to be looked up. `api GET …` looks; `api --help` tells how.',
  zh: '**这里没有安装 OpenStack 客户端**。用 `api` 可以直接发出同样的 API 调用：各步骤需要的 `openstack` 命令下面，都写着它对应的调用。调用里写着 `ID` 的地方，资源一创建好就会显示它的 id；一直是 `ID` 的，要自己去查。查看用 `api GET …`，用法见 `api --help`。',
};

const solveByCalls = (solve: Solve, forms: CallForms): Solve =>
  typeof solve === 'string' ? solve : linesByCalls(solve, forms);

/** A line of the client that only asks has no call to make; one with an id to look up is nothing to run. */
const linesByCalls = (lines: readonly SolveLine[], forms: CallForms): readonly SolveLine[] =>
  lines.flatMap((line) => {
    const calls = forms.get(inOneLine(line.run));
    return calls?.every(isWhole) === true ? calls.map((run) => ({...line, run})) : [line];
  });

/** Markdown in which the calls stand below each line for the client: in its code block, else at the end. */
function withCalls(markdown: string, forms: CallForms): string {
  const shown = new Set<string>();
  const take = (line: string): readonly string[] => {
    const calls = isClientLine(line) ? (callsOf(line, forms) ?? []) : [];
    for (const call of calls) shown.add(call);
    return calls;
  };
  const blocks = markdown.replaceAll(CODE_BLOCK, (_whole, open: string, code: string, close: string) => {
    const lines = code.replaceAll(WHOLE_LINE, (line: string, indent: string) =>
      [line, ...take(inOneLine(line)).map((call) => `${indent}${call}`)].join('\n'),
    );
    return `${open}${lines}${close}`;
  });
  const within = Array.from(markdown.replaceAll(CODE_BLOCK, '').matchAll(CODE_WORDS), ([, code = '']) =>
    inOneLine(code),
  );
  const others = within.filter((line) => !(callsOf(line, forms) ?? []).every((call) => shown.has(call))).flatMap(take);
  return others.length === 0 ? blocks : `${blocks.trimEnd()}\n\n\`\`\`\n${others.join('\n')}\n\`\`\``;
}

const CODE_BLOCK = /^( *```[^\n]*\n)([^]*?)(^ *```)/gm;
/** With the lines that a backslash joins to it. */
const WHOLE_LINE = /^([ \t]*)(?:[^\n]*\\\n)*[^\n]+/gm;
const CODE_WORDS = /`([^`]+)`/g;
