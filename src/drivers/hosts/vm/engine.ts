/**
 * What runs the VM's kernel: the processor (KVM), an emulated one (TCG), or the kernel itself as a program of this
 * machine's kernel (User-Mode Linux).
 */
export type Accelerator = 'kvm' | 'uml' | 'tcg';

/** How a VM is started in a node of a sandbox of ours. Its line to us is its standard input and output. */
export interface Engine {
  /** Shell commands for the node, before; /run/vm is there. */
  readonly prepare: string;
  readonly argv: readonly string[];
  /** Its line loses what is written faster than it is read; see paced-writer.ts. */
  readonly isPaced: boolean;
}

/** Where the VM's kernel and our program in it say what goes wrong: a file in the node. */
export const CONSOLE = '/run/vm/console';
