import type {NamespaceKind} from './namespace-files.ts';

/** Who is root in a sandbox: of a user namespace of its own, or, in the lab VM alone, of a whole kernel. */
export interface SandboxRoot extends Disposable {
  /** Put before a command, makes it that root. */
  readonly enter: readonly string[];
  /** What must be entered to be it, besides what each sandbox has: its user namespace, where it has one. */
  readonly isIn: readonly Extract<NamespaceKind, 'user'>[];
  /** nsenter's words that go with how ids are mapped. */
  readonly credentials: readonly string[];
  /** Which device files nodes have: those that anybody may open, or all that the kernel has, as they come and go. */
  readonly devices: 'few' | 'all';
}
