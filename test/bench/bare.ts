import {setTimeout as pause} from 'node:timers/promises';
import {OUR_ENVIRONMENT} from '../../src/drivers/hosts/environment.ts';
import {streamProcess} from '../../src/drivers/hosts/run.ts';

/** Namespaces of their own for what is compared with, so that nothing of the machine is touched and nothing stays. */
const UNSHARE =
  'setpriv --pdeathsig KILL -- unshare --user --map-root-user --net --mount --pid --fork --kill-child=KILL --mount-proc --';

export interface Line {
  readonly text: string;
  /** When it came, on the clock of `performance.now`. */
  readonly at: number;
}

export interface BareRun {
  readonly startedAt: number;
  /** Of both outputs, as they came. */
  readonly lines: readonly Line[];
}

/**
 * Runs a command in bare namespaces to its end.
 * @throws {Error} with its last words where it fails or does not end in time.
 */
export async function runBare(argv: readonly string[], timeoutMs = 120_000): Promise<BareRun> {
  const lines: Line[] = [];
  const startedAt = performance.now();
  using program = streamProcess([...UNSHARE.split(' '), ...argv], {env: {...OUR_ENVIRONMENT, HOME: '/'}});
  const hear = (text: string): void => {
    lines.push({text, at: performance.now()});
  };
  program.onLine(hear);
  program.onErrorLine(hear);
  const giveUp = new AbortController();
  const ended = await Promise.race([program.ended, pause(timeoutMs, undefined, {signal: giveUp.signal})]);
  giveUp.abort();
  const last = lines
    .slice(-3)
    .map(({text}) => text)
    .join('; ');
  if (ended === undefined) throw new Error(`${argv[0]}: no end within ${timeoutMs / 1000} s: ${last}`);
  if (ended.exitCode !== 0) throw new Error(`${argv[0]}: exit code ${ended.exitCode}: ${last}`);
  return {startedAt, lines};
}

/** When the first line that begins so came. @throws {Error} where none did. */
export function momentOf({lines}: BareRun, beginning: string): number {
  const found = lines.find(({text}) => text.startsWith(beginning));
  if (found === undefined) throw new Error(`No line "${beginning}" among:\n${lines.map(({text}) => text).join('\n')}`);
  return found.at;
}
