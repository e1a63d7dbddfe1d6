import {on} from 'node:events';
import {createInterface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';
import type {Language} from '../../state/text.ts';
import {passed} from '../control-answer.ts';
import {runControl} from '../control.ts';
import {maySeeSolve} from '../hints.ts';
import type {LabRun} from '../lab-run.ts';
import {solveLines} from '../solve-lines.ts';
import {waitForSession} from '../wait-for-session.ts';
import {parsePlainLine, type PlainWord} from './plain-command.ts';
import type {PlainShell} from './plain-shell.ts';
import {PlainShells} from './plain-shells.ts';
import {PlainTeller} from './plain-teller.ts';
import {helpLines, introLines, stepLines} from './plain-words.ts';

export interface PlainParts {
  readonly input: Readable;
  readonly output: Writable;
  readonly language: Language;
  /** `:lang` was typed. */
  readonly onLanguage?: (language: Language) => void;
  /** Somebody types and can see the answer. Otherwise a line waits until the one before it has ended. */
  readonly isInteractive: boolean;
  /** Calls its listener at Ctrl-C. Returns the way out. */
  readonly onInterrupt?: (listener: () => void) => () => void;
  /** A command that runs longer than this is stopped when nobody is there to do it. @default 60_000 */
  readonly commandLimitMs?: number;
}

/**
 * A lab as lines of text: for screen readers, pipes and slow links. The lesson is printed, lines go to the node's
 * shell, and what the shell prints, what changed and what the checks say come back. Resolves when the input ended or
 * the learner left, with the exit code: 0, or 3 where the host could not be built. Does not dispose of the run.
 */
export const runPlain = async (run: LabRun, parts: PlainParts): Promise<number> => {
  const plain = new Plain(run, parts);
  try {
    return await plain.work();
  } finally {
    plain[Symbol.dispose]();
  }
};

class Plain implements Disposable {
  readonly #run: LabRun;
  readonly #parts: PlainParts;
  readonly #teller: PlainTeller;
  readonly #shells: PlainShells;
  readonly #offInterrupt: (() => void) | undefined;
  #leave = (): void => undefined;
  #isLeaving = false;

  constructor(run: LabRun, parts: PlainParts) {
    this.#run = run;
    this.#parts = parts;
    this.#teller = new PlainTeller(run, parts.output, parts.language);
    this.#shells = new PlainShells(run, this.#teller);
    this.#offInterrupt = parts.onInterrupt?.(() => this.#interrupted());
  }

  async work(): Promise<number> {
    // Lines that come while the host is built wait here.
    const lines = createInterface({input: this.#parts.input, terminal: false});
    // A loop that waits for the next line must hear of it.
    this.#leave = () => lines.close();
    const typed = on(lines, 'line', {close: ['close']});
    this.#teller.print(introLines(this.#run.session.lab, this.#teller.language));
    await this.#standing();
    if (this.#run.session.phase.name === 'failed') {
      this.#teller.tellNews();
      if (!this.#parts.isInteractive) return 3;
    } else {
      this.#shells.attach();
      await this.#shells.current?.ready();
      this.#teller.print(stepLines(this.#run.session, this.#teller.language));
      this.#teller.tell({en: '(:help lists what can be typed here.)', zh: '（输入 :help 查看可用的命令。）'});
    }
    this.#prompt();
    for await (const [line] of typed as AsyncIterable<[string]>) {
      const work = this.#typed(line);
      // At a terminal the next line may be meant for the command that runs.
      if (this.#parts.isInteractive) work.catch((error: unknown) => this.#failed(error));
      else await work;
      if (this.#isLeaving) break;
    }
    if (!this.#isLeaving && this.#run.session.phase.name === 'ready') await this.#run.checkNow();
    this.#teller.tellNews();
    lines.close();
    return this.#run.session.phase.name === 'failed' ? 3 : 0;
  }

  [Symbol.dispose](): void {
    this.#offInterrupt?.();
    this.#shells[Symbol.dispose]();
    this.#teller[Symbol.dispose]();
  }

  async #typed(line: string): Promise<void> {
    // At a terminal the learner sees what he types; out of a pipe it is shown where it takes effect.
    if (!this.#parts.isInteractive) this.#teller.print([`${this.#shells.node}$ ${line}`]);
    const parsed = parsePlainLine(line);
    switch (parsed.to) {
      case 'nobody':
        this.#teller.tell(parsed.why);
        break;
      case 'us':
        await this.#obey(parsed.word, parsed.rest);
        break;
      case 'shell':
        await this.#send(parsed.line);
        break;
    }
    if (this.#shells.current?.isRunning !== true) this.#prompt();
  }

  async #send(line: string): Promise<void> {
    const shell = this.#shells.current;
    if (shell === undefined) {
      this.#teller.tell({
        en: 'There is no shell now. :reset builds a fresh host.',
        zh: '现在没有 shell。输入 :reset 重建主机。',
      });
      return;
    }
    const sent = shell.send(line);
    // Again and again: a Ctrl-C that comes before the program has set itself up is lost.
    const limit = this.#parts.isInteractive
      ? undefined
      : setInterval(() => this.#tooLong(shell), this.#parts.commandLimitMs ?? 60_000);
    try {
      if ((await sent) === 'done') await this.#teller.calm();
    } finally {
      clearInterval(limit);
    }
  }

  #tooLong(shell: PlainShell): void {
    this.#teller.tell({en: '(The command took too long and was stopped.)', zh: '（命令运行时间过长，已停止。）'});
    shell.interrupt();
  }

  async #obey(word: PlainWord, rest: readonly string[]): Promise<void> {
    switch (word) {
      case 'check':
      case 'hint':
      case 'predict':
      case 'answer':
      case 'topology':
      case 'changes':
        await this.#control([word, ...rest]);
        break;
      case 'next':
        await this.#next();
        break;
      case 'solve':
        this.#solve();
        break;
      case 'text':
        this.#teller.print(stepLines(this.#run.session, this.#teller.language));
        break;
      case 'node':
        this.#goTo(rest[0]);
        break;
      case 'stop':
        this.#shells.current?.interrupt();
        break;
      case 'reset':
        await this.#reset();
        break;
      case 'lang':
        this.#speak(rest[0]);
        break;
      case 'quit':
        this.#isLeaving = true;
        this.#leave();
        break;
      case 'help':
        this.#teller.print(helpLines(this.#teller.language));
        break;
    }
  }

  async #control(argv: readonly string[]): Promise<void> {
    const {text} = await runControl(argv, this.#run, this.#teller.language);
    const answered = text.trimEnd().split('\n');
    // What is new since then says the same with more words.
    const news = this.#teller.news().filter((line) => !answered.includes(line) || line === '');
    const kept = news.length > 0 ? answered.filter((line) => line !== passed()[this.#teller.language]) : answered;
    // Inside a shell the words begin with `underlay`; here with a colon.
    this.#teller.print([
      ...kept.map((line) => line.replaceAll(/\bunderlay (?=(?:next|check|answer|predict|topology)\b)/g, ':')),
      ...news,
    ]);
  }

  async #next(): Promise<void> {
    if (this.#run.session.phase.name === 'ready' && !this.#isPassed()) await this.#run.checkNow();
    this.#teller.tellNews();
    if (!this.#isPassed()) {
      await this.#control(['next']);
      return;
    }
    this.#run.next();
    this.#teller.beginStep();
    this.#teller.print(stepLines(this.#run.session, this.#teller.language));
    await this.#teller.calm();
  }

  #isPassed(): boolean {
    const {steps, current} = this.#run.session;
    return steps[current]?.status === 'passed';
  }

  #solve(): void {
    const {lab, attempt, current, steps} = this.#run.session;
    const step = lab.steps[current];
    const state = steps[current];
    if (step === undefined || state === undefined) return;
    if (!maySeeSolve(step, state)) {
      this.#teller.tell({
        en: 'There are hints left: :hint. The solution comes after the last one.',
        zh: '还有提示可看：输入 :hint。看完最后一条后才显示解法。',
      });
      return;
    }
    this.#run.showSolve();
    this.#teller.print(solveLines(lab, attempt, step).map(({node, run}) => `    ${node}$ ${run}`));
  }

  #goTo(node: string | undefined): void {
    const names = this.#run.session.lab.host.nodes.map(({name}) => name);
    if (node === undefined || !names.includes(node)) {
      this.#teller.tell({
        en: `:node NAME, one of: ${names.join(', ')}.`,
        zh: `:node 名称，可选：${names.join('、')}。`,
      });
      return;
    }
    this.#shells.goTo(node);
    this.#teller.tell({en: `Now on ${node}.`, zh: `现在位于 ${node}。`});
  }

  #speak(language: string | undefined): void {
    if (language !== 'en' && language !== 'zh') {
      this.#teller.tell({en: ':lang en or :lang zh.', zh: '请输入 :lang en 或 :lang zh。'});
      return;
    }
    this.#teller.language = language;
    this.#parts.onLanguage?.(language);
    this.#teller.print(stepLines(this.#run.session, language));
  }

  async #reset(): Promise<void> {
    this.#teller.beginStep();
    await this.#run.resetStep();
    await this.#standing();
    this.#teller.tellNews();
    if (this.#run.session.phase.name === 'failed') return;
    await this.#shells.current?.ready();
    this.#teller.print(stepLines(this.#run.session, this.#teller.language));
    await this.#teller.calm();
  }

  /** Resolves when the host stands, or cannot. */
  async #standing(): Promise<void> {
    await waitForSession(this.#run, ({phase}) => phase.name !== 'opening' && phase.name !== 'replaying');
  }

  #interrupted(): void {
    const shell = this.#shells.current;
    if (shell?.isRunning === true) shell.interrupt();
    else this.#teller.tell({en: '(:quit leaves.)', zh: '（输入 :quit 退出。）'});
  }

  #failed(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#teller.tell({en: `That did not work: ${message}`, zh: `操作失败：${message}`});
  }

  #prompt(): void {
    if (this.#parts.isInteractive && !this.#isLeaving) this.#teller.prompt(`${this.#shells.node}$ `);
  }
}
