import {spawn} from '@lydell/node-pty';
import {REPLY_START} from './control-reply.ts';
import {NODE_ENVIRONMENT} from './environment.ts';
import type {ShellEvent, Size, Terminal} from './host.ts';
import {SHELL_RC} from './shell-files.ts';
import {openMarkReader} from './shell-marks.ts';

/** Opens a pty with an interactive bash. @param inside the words that lead into the node. */
export function openShellTerminal(node: string, inside: readonly string[], initialSize: Size): Terminal {
  const [file = '', ...words] = inside;
  let size = initialSize;
  const pty = spawn(file, [...words, 'bash', '--rcfile', SHELL_RC], {
    name: 'xterm-256color',
    cols: size.columns,
    rows: size.rows,
    cwd: '/',
    env: {...NODE_ENVIRONMENT, COLORTERM: 'truecolor'},
  });
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
      pty.write(data);
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
      // The kernel sends SIGHUP to the shell when its terminal goes; that is how a closed window ends it, too.
      pty.kill('SIGKILL');
    },
  };
}
