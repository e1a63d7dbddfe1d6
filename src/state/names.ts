import type {Text} from './text.ts';

/** What a device or namespace that a cloud made stands for. */
export interface Meaning {
  /** Fits beside a name in a drawing: `blue`, `vm1`, `dhcp of blue`. */
  readonly short: Text;
  /** A whole phrase: `port of instance vm1, 172.16.1.3`. */
  readonly long: Text;
}

/**
 * The meaning of kernel names that are cut from ids, by the name as the kernel has it: `brqd4fbe39f-21`,
 * `tap1c12862c-b5`, `qdhcp-…`, `instance-00000001`.
 */
export type Names = Readonly<Record<string, Meaning>>;
