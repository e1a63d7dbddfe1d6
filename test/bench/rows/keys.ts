import {setTimeout as pause} from 'node:timers/promises';
import {openEmulator} from '../../pty/emulator.ts';
import type {Emulator} from '../../pty/emulator.ts';
import type {Figure} from '../figure.ts';
import {times} from '../row.ts';
import type {Row} from '../row.ts';
import {median, medianFigure} from '../statistics.ts';
import {openWindow, programEnvironment} from '../window.ts';

const KEYS = 90;
/** Then the line is wiped, so that it never wraps. */
const LINE = 30;

interface Echoes {
  readonly ms: number[];
  readonly bytes: number[];
}

/** One key at a time, until it stands on the emulated screen; against bash on the same emulated terminal. */
export const keysRow: Row = {
  name: 'keys',
  about: 'key echo in the terminal pane through the whole program, against a bare terminal',
  async *measure(bench) {
    await using window = openWindow(bench.workspace, ['island'], {columns: 120, rows: 36});
    await window.prompt();
    await using shell = openEmulator('bash', ['--norc', '--noprofile'], {
      columns: 120,
      rows: 36,
      env: {...programEnvironment(bench.workspace), PS1: 'root@bare:~# '},
    });
    await shell.shows('root@bare:~#');
    await pause(1000);
    const here = await type(window, times(bench, KEYS));
    const bare = await type(shell, times(bench, KEYS));
    yield* figures(here, bare);
  },
};

function* figures(here: Echoes, bare: Echoes): Generator<Figure> {
  yield medianFigure('key echo in the terminal pane', 'ms', here.ms, {
    against: {name: 'bash on a bare terminal', value: median(bare.ms)},
    target: {kind: 'at-most', value: 30},
  });
  yield medianFigure('written to the terminal for a key', 'bytes', here.bytes, {
    against: {name: 'bash on a bare terminal', value: median(bare.bytes)},
    target: {kind: 'at-most', value: 300},
  });
}

async function type(terminal: Emulator, count: number): Promise<Echoes> {
  const echoes: Echoes = {ms: [], bytes: []};
  let typed = '';
  const shows = (): Promise<void> =>
    terminal.until(`the echo of "${typed}"`, () =>
      new RegExp(`root@\\w+:~# ?${typed}\\s*(?:[│┃]|$)`, 'mu').test(terminal.screen()),
    );
  for (let index = 0; index < count; index += 1) {
    if (typed.length === LINE) {
      typed = '';
      terminal.press('\u0015');
      await shows();
    }
    // As fast as a quick typist; what the key before left to be drawn is drawn by then.
    await pause(40 + Math.random() * 20);
    const key = String.fromCodePoint(97 + (index % 26));
    typed += key;
    const {bytes} = terminal;
    const startedAt = performance.now();
    terminal.press(key);
    await shows();
    echoes.ms.push(performance.now() - startedAt);
    await pause(20);
    echoes.bytes.push(terminal.bytes - bytes);
  }
  terminal.press('\u0015');
  return echoes;
}
