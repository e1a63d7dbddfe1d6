import type {Figure, Unmeasured} from './figure.ts';
import type {Workspace} from './workspace.ts';

/** What rows are measured with. */
export interface Bench {
  readonly workspace: Workspace;
  /** How many times the program is killed. */
  readonly kills: number;
  /** Factor on how often things are repeated. @default 1 */
  readonly effort: number;
}

/** One row of the targets. Its figures come as they are made; what throws could not be measured. */
export interface Row {
  readonly name: string;
  /** For `--help` and for what could not be measured. */
  readonly about: string;
  readonly measure: (bench: Bench) => AsyncIterable<Figure | Unmeasured>;
}

export const times = ({effort}: Bench, ordinary: number): number => Math.max(1, Math.round(ordinary * effort));
