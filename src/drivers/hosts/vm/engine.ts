/** What runs the VM's kernel: the processor (KVM) or an emulated one (TCG). */
export type Accelerator = 'kvm' | 'tcg';

/** How a VM is started in a node of a sandbox of ours. Its line to us is its standard input and output. */
export interface Engine {
  /** Shell commands for the node, before; /run/vm is there. */
  readonly prepare: string;
  readonly argv: readonly string[];
}

/** Where the VM's kernel and our program in it say what goes wrong: a file in the node. */
export const CONSOLE = '/run/vm/console';
