import {ShellUnavailable} from '../shells.ts';
import type {LabRun} from '../lab-run.ts';
import {PlainShell} from './plain-shell.ts';
import type {PlainTeller} from './plain-teller.ts';

/** The shells a learner has used in plain mode, and the one that lines go to. */
export class PlainShells implements Disposable {
  readonly #run: LabRun;
  readonly #teller: PlainTeller;
  readonly #shells = new Map<string, PlainShell>();
  readonly #off: () => void;
  #node: string;

  constructor(run: LabRun, teller: PlainTeller) {
    this.#run = run;
    this.#teller = teller;
    this.#node = run.session.lab.host.nodes[0]?.name ?? '';
    this.#off = run.onTerminals(() => this.attach());
  }

  get node(): string {
    return this.#node;
  }

  /** The current node's, while there is one. */
  get current(): PlainShell | undefined {
    return this.#shells.get(this.#node);
  }

  goTo(node: string): void {
    this.#node = node;
    this.attach();
  }

  /** Takes the shells that the run has now. */
  attach(): void {
    for (const node of new Set([...this.#shells.keys(), this.#node])) this.#attach(node);
  }

  [Symbol.dispose](): void {
    this.#off();
    for (const shell of this.#shells.values()) shell[Symbol.dispose]();
  }

  #attach(node: string): void {
    const known = this.#shells.get(node);
    try {
      const terminal = this.#run.terminal(node);
      if (known?.terminal === terminal) return;
      known?.[Symbol.dispose]();
      const say = (line: string): void => this.#teller.print([node === this.#node ? line : `[${node}] ${line}`]);
      this.#shells.set(node, new PlainShell({terminal, say, tell: (text) => this.#teller.tell(text)}));
    } catch (error) {
      if (!(error instanceof ShellUnavailable)) throw error;
      // The phase says why, and a line for the shell is answered with what to do.
      known?.[Symbol.dispose]();
      this.#shells.delete(node);
    }
  }
}
