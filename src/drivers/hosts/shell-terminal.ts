import {chownSync} from 'node:fs';
import {spawn} from '@lydell/node-pty';
import {REPLY_START} from './control-reply.ts';
import type {ShellEvent, Size, Terminal} from './host.ts';
import {descendants, signalAll} from './process-tree.ts';
import {PtyWriter} from './pty-writer.ts';
import type {Environment} from './run.ts';
import {SHELL_RC} from './shell-files.ts';
import {openMarkReader} from './shell-marks.ts';

/** Between the hang-up and the kill of a shell that does not go. */
const GRACE_MS = 500;

/**
 * Opens a pty with an interactive bash. When the terminal closes the kernel hangs up the leader of its session, which
 * is nsenter: it must survive that to reap the shell (see `wrapped` in run.ts), the shell must not.
 * @param inside the words that lead into the node.
 * @param owner the sandbox's root as the machine counts: the terminal becomes his, or nothing in the node could open it
 *   by its name, /dev/stderr included
 */
export function openShellTerminal(
  node: string,
  {inside, env, owner}: {readonly inside: readonly string[]; readonly env: Environment; readonly owner: number},
  initialSize: Size,
): Terminal {
  let size = initialSize;
  const shell = ['env', '--default-signal=HUP', 'bash', '--rcfile', SHELL_RC];
  const pty = spawn('env', ['--ignore-signal=HUP', ...inside, ...shell], {
    name: 'xterm-256color',
    cols: size.columns,
    rows: size.rows,
    cwd: '/',
    env: {...env, COLORTERM: 'truecolor'},
  });
  giveTerminal((pty as unknown as {readonly ptsName: string}).ptsName, owner);
  // The pty's own write() can stand still with the whole program; the type hides the descriptor.
  const writer = new PtyWriter((pty as unknown as {readonly fd: number}).fd);
  const dataListeners = new Set<(data: string) => void>();
  const eventListeners = new Set<(event: ShellEvent) => void>();
  const read = openMarkReader();
  let awaitsReply = false;
  let open = true;

  pty.onData((chunk) => {
    for (const output of read(chunk)) {
      switch (output.type) {
        case 'text':
          for (const listener of dataListeners) listener(output.text);
          break;
        case 'event':
          if (output.event.type === 'control') awaitsReply = true;
          for (const listener of eventListeners) listener(output.event);
          break;
        case 'control-gone':
          awaitsReply = false;
          break;
      }
    }
  });
  const exited = new Promise<number>((resolve) => {
    pty.onExit(({exitCode, signal}) => {
      open = false;
      writer[Symbol.dispose]();
      resolve(signal === undefined || signal === 0 ? exitCode : 128 + signal);
    });
  });
  const subscribe =
    <T>(listeners: Set<(value: T) => void>) =>
    (listener: (value: T) => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    };

  return {
    node,
    exited,
    onData: subscribe(dataListeners),
    onEvent: subscribe(eventListeners),
    get size() {
      return size;
    },
    write(data) {
      if (!open) return;
      if (data.startsWith(REPLY_START)) {
        // An answer that comes too late would be typed into the shell.
        if (!awaitsReply) return;
        awaitsReply = false;
      }
      writer.write(data);
    },
    drop() {
      writer.drop();
    },
    resize(next) {
      size = next;
      if (open) pty.resize(next.columns, next.rows);
    },
    pause() {
      pty.pause();
    },
    resume() {
      pty.resume();
    },
    [Symbol.dispose]() {
      if (!open) return;
      open = false;
      writer[Symbol.dispose]();
      // What a closed window does. The shell passes it on to its jobs; daemons that left it stay.
      signalAll(descendants(pty.pid), 'SIGHUP');
      const timer = setTimeout(() => {
        signalAll(descendants(pty.pid), 'SIGKILL');
      }, GRACE_MS);
      void exited.then(() => {
        clearTimeout(timer);
      });
    },
  };
}

/** Only root can; others are the sandbox's root themselves. */
function giveTerminal(device: string, owner: number): void {
  if (process.getuid?.() !== 0) return;
  try {
    chownSync(device, owner, -1);
  } catch {
    // In a container that forbids it the shell works, but for /dev/stderr and the like.
  }
}
