import type {Writable} from 'node:stream';
import type {Language, Text} from '../../state/text.ts';
import type {LabRun} from '../lab-run.ts';
import {openPlainReport} from './plain-report.ts';

/** Things come in bursts (a change, its checks): they are told when nothing new came for this long. */
const QUIET_MS = 80;
const LONGEST_BURST_MS = 1500;

/** Says things in the learner's language: what it is told to say, and by itself what is new in the session. */
export class PlainTeller implements Disposable {
  language: Language;
  readonly #run: LabRun;
  readonly #output: Writable;
  readonly #report = openPlainReport();
  readonly #off: () => void;
  #timer: NodeJS.Timeout | undefined;
  #burstSince: number | undefined;

  constructor(run: LabRun, output: Writable, language: Language) {
    this.#run = run;
    this.#output = output;
    this.language = language;
    this.#off = run.subscribe(() => this.#await());
  }

  tell(text: Text): void {
    this.print([text[this.language]]);
  }

  print(lines: readonly string[]): void {
    if (lines.length > 0) this.#output.write(`${lines.join('\n')}\n`);
  }

  /** Without a line end. */
  prompt(text: string): void {
    this.#output.write(text);
  }

  /** What is new since it was last asked for or told. */
  news(): readonly string[] {
    clearTimeout(this.#timer);
    this.#burstSince = undefined;
    return this.#report.lines(this.#run.session, this.language);
  }

  tellNews(): void {
    this.print(this.news());
  }

  /** Another step, or the same one from its start: what was told of its checks is old. */
  beginStep(): void {
    this.#report.forget();
  }

  /** Resolves when what follows from a command was told. */
  async calm(): Promise<void> {
    const deadline = performance.now() + LONGEST_BURST_MS;
    do {
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    } while (this.#burstSince !== undefined && performance.now() < deadline);
    this.tellNews();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#off();
  }

  #await(): void {
    this.#burstSince ??= performance.now();
    clearTimeout(this.#timer);
    const isLong = performance.now() - this.#burstSince > LONGEST_BURST_MS;
    this.#timer = setTimeout(() => this.tellNews(), isLong ? 0 : QUIET_MS);
  }
}
