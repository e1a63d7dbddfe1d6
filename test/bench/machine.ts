import {readFileSync} from 'node:fs';
import {availableParallelism, loadavg, release, totalmem} from 'node:os';

/** The machine in general terms: enough to judge the numbers by, nothing that names it. */
export interface Machine {
  readonly cores: number;
  readonly memoryGiB: number;
  readonly kernel: string;
  readonly system: string;
  readonly node: string;
  /** Over the last minute, before the bench did anything: near 0, or the numbers are somebody else's too. */
  readonly load: number;
}

export const machine = (): Machine => ({
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  kernel: /^\d+\.\d+/.exec(release())?.[0] ?? release(),
  system: /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown',
  node: process.versions.node,
  load: loadavg()[0] ?? Number.NaN,
});

export const machineLine = ({cores, memoryGiB, kernel, system, node, load}: Machine): string =>
  `${cores} cores, ${memoryGiB} GiB, kernel ${kernel}, ${system}, Node ${node}; load before the run ${load.toFixed(1)}`;
