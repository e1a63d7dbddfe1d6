import type {Size} from '../../drivers/hosts/host.ts';
import type {LabRun} from '../../labs/lab-run.ts';
import {NodeShell} from './node-shell.ts';

/** A pty is not told a new size more often than this: each telling makes bash draw its prompt again. */
const RESIZE_MS = 60;

/** The shells of one lab's nodes. They live as long as the run, whether their pane is shown or not. */
export class Shells {
  readonly #run: LabRun;
  readonly #shells = new Map<string, NodeShell>();
  #size: Size;
  /** The size the run knows; none before the first {@link resize}. */
  #told: Size | undefined;
  #isTelling = false;

  constructor(run: LabRun, size: Size) {
    this.#run = run;
    this.#size = size;
    run.onTerminals(() => {
      for (const shell of this.#shells.values()) shell.connect();
    });
    run.subscribe(() => {
      for (const shell of this.#shells.values()) this.#retry(shell);
    });
  }

  /** The shell of a node; the caller connects it once it is to be seen. */
  of(node: string): NodeShell {
    const known = this.#shells.get(node);
    if (known !== undefined) return known;
    const shell = new NodeShell(() => this.#run.terminal(node), this.#size);
    this.#shells.set(node, shell);
    shell.subscribe(() => {
      if (shell.state.name === 'ended') this.#retry(shell);
    });
    return shell;
  }

  /** For a shell that was asked for before the host stood, or that went with a host whose successor is being built. */
  #retry(shell: NodeShell): void {
    const {phase} = this.#run.session;
    const isGone = shell.state.name === 'ended' && (phase.name === 'opening' || phase.name === 'replaying');
    if (shell.state.name === 'waiting' || isGone) shell.connect();
  }

  /** Every shell gets the size, screens and ptys together: the first at once, later ones not too often. */
  resize(size: Size): void {
    this.#size = size;
    if (this.#told === undefined) {
      this.#tell();
      return;
    }
    if (this.#isTelling || isSame(size, this.#told)) return;
    this.#isTelling = true;
    setTimeout(() => this.#tell(), RESIZE_MS);
  }

  #tell(): void {
    this.#isTelling = false;
    this.#told = this.#size;
    for (const shell of this.#shells.values()) shell.screen.resize(this.#size);
    this.#run.resize(this.#size);
  }
}

const isSame = (a: Size, b: Size): boolean => a.columns === b.columns && a.rows === b.rows;

const shellsOfRuns = new WeakMap<LabRun, Shells>();

/** The shells of a run: made at the first call, with the size the pane has then. */
export const shellsOf = (run: LabRun, size: Size): Shells => {
  const known = shellsOfRuns.get(run);
  if (known !== undefined) return known;
  const shells = new Shells(run, size);
  shellsOfRuns.set(run, shells);
  return shells;
};
