import {controlReply} from '../../drivers/hosts/control-reply.ts';
import type {Host, Size, Terminal} from '../../drivers/hosts/host.ts';
import type {SolveLine} from '../lab.ts';
import type {LineResult} from './actor.ts';

/** Types lines into the real shells of a host, as a learner would, and waits for the shell to say that each ended. */
export interface Typist {
  /** @param onControl gets the words after `underlay` when the line calls it. */
  type(line: SolveLine, onControl: (words: readonly string[]) => void): Promise<LineResult>;
}

const SIZE: Size = {columns: 160, rows: 40};

interface Shell {
  readonly terminal: Terminal;
  /** Resolves when the first prompt stood. */
  readonly ready: Promise<void>;
  output: string;
}

/** The shells end with the host. @param timeoutMs for one line, and for the first prompt */
export function openTypist(host: Host, timeoutMs: number): Typist {
  const shells = new Map<string, Shell>();
  const shellOf = (node: string): Shell => {
    const existing = shells.get(node);
    if (existing) return existing;
    const terminal = host.node(node).terminal(SIZE);
    const first = Promise.withResolvers<undefined>();
    const shell: Shell = {terminal, ready: first.promise, output: ''};
    terminal.onData((data) => {
      shell.output = (shell.output + data).slice(-4000);
    });
    terminal.onEvent((event) => {
      if (event.type === 'prompt') first.resolve(undefined);
    });
    shells.set(node, shell);
    return shell;
  };
  return {
    async type(line, onControl) {
      const shell = shellOf(line.node);
      await withDeadline(shell.ready, timeoutMs, () => `no prompt in the shell of ${line.node}: ${shell.output}`);
      shell.output = '';
      const ended = Promise.withResolvers<number>();
      let exitCode: number | undefined;
      const off = shell.terminal.onEvent((event) => {
        if (event.type === 'command-end') exitCode = event.exitCode;
        if (event.type === 'prompt' && exitCode !== undefined) ended.resolve(exitCode);
        if (event.type === 'control') {
          onControl(event.argv);
          shell.terminal.write(controlReply(0, 'ok\n'));
        }
      });
      try {
        shell.terminal.write(`${line.run}\r`);
        const code = await withDeadline(ended.promise, timeoutMs, () => `\`${line.run}\` did not end: ${shell.output}`);
        return {exitCode: code, output: shell.output.trim()};
      } finally {
        off();
      }
    },
  };
}

async function withDeadline<T>(promise: Promise<T>, timeoutMs: number, describe: () => string): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Error(describe()));
  }, timeoutMs);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
