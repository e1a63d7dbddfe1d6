import type {Capability, HostPlan} from '../drivers/hosts/host.ts';
import type {Text} from '../state/text.ts';
import type {Claim} from './claims/claim.ts';
import type {ClientLine} from './cloud/call-form.ts';
import type {ApiCall, CloudSettings} from './cloud/settings.ts';

/**
 * A lab as loaded: texts of both languages joined, every reference checked. Variables ({{name}}) are still in it;
 * `instantiate` fills them in for one attempt.
 */
export interface Lab {
  readonly id: string;
  /** `010-island`: the folder's name, which also orders the labs. */
  readonly folder: string;
  readonly module: string;
  readonly minutes: number;
  readonly title: Text;
  /** Markdown. */
  readonly intro: Text;
  readonly debrief: Text;
  readonly needs: readonly Capability[];
  readonly tools: readonly string[];
  readonly host: HostPlan;
  /** Nodes on which an Open vSwitch runs; absent where on none. */
  readonly openvswitch?: readonly string[];
  /** The OpenStack on the host; absent in a lab without one. */
  readonly cloud?: CloudSettings;
  /** What the client's lines in it ask the API for (calls.txt); absent where nobody wrote it down. */
  readonly clientLines?: readonly ClientLine[];
  readonly variables: Readonly<Record<string, VariableRule>>;
  readonly setup: readonly NodeScript[];
  readonly steps: readonly Step[];
  /** Empty for a lab without hidden faults. */
  readonly faults: readonly Fault[];
}

export interface Module {
  readonly id: string;
  readonly title: Text;
  readonly summary: Text;
}

export type VariableRule =
  | {readonly kind: 'pick'; readonly from: readonly string[]}
  | {readonly kind: 'subnet24'; readonly within: string}
  | {readonly kind: 'number'; readonly from: number; readonly to: number};

export interface NodeScript {
  readonly node: string;
  readonly run: string;
}

export interface Step {
  readonly id: string;
  readonly mode: 'level' | 'edge';
  readonly goal: Text;
  /** Markdown. */
  readonly text: Text;
  readonly after: Text;
  readonly predict?: Question & {readonly answer: string};
  readonly solve: Solve;
  readonly mutants: readonly Mutant[];
  readonly checks: readonly Check[];
  /** From general to exact. */
  readonly hints: readonly Hint[];
}

/** Lines to type, or what the attempt's fault says. */
export type Solve = readonly SolveLine[] | 'mend' | 'diagnose';

export interface SolveLine {
  readonly node: string;
  readonly run: string;
  readonly looks: boolean;
  /** Ids of the checks that must fail without this line. */
  readonly proves: readonly string[];
}

export interface Mutant {
  readonly name: string;
  readonly solve: readonly SolveLine[];
  readonly fails: readonly string[];
  /** Tried for this fault only; absent: for every one. */
  readonly fault?: string;
}

/** A claim about the host, with the id and the question it has in its step. */
export interface Check {
  readonly id: string;
  readonly claim: Claim;
  /** May be met before the step: a condition to keep. */
  readonly holds?: true;
  /** For answer, quiz and diagnosis. */
  readonly ask?: Question;
  /** For output: what is expected, where the line of the claim would say it badly. */
  readonly says?: Text;
  /** Of a probe what its claim expects, told before it was tried; absent where what it is about is not there yet. */
  readonly wants?: Text;
}

export interface Question {
  readonly question: Text;
  /** Empty for a free answer. */
  readonly options: readonly {readonly id: string; readonly words: Text}[];
}

export interface Hint {
  readonly text: Text;
  /** Shown only while this check is not met. */
  readonly onlyFor?: string;
}

export interface Fault {
  readonly id: string;
  readonly layer: string;
  /** Of the API, before the scripts. */
  readonly calls?: readonly ApiCall[] | undefined;
  readonly inject: readonly NodeScript[];
  readonly mend: readonly SolveLine[];
}

/** One try at a lab: its seed gives the variables and the fault. */
export interface Attempt {
  readonly seed: number;
  readonly variables: Readonly<Record<string, string>>;
  /** Id of the hidden fault. */
  readonly fault?: string;
}
