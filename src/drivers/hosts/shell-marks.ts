import {Buffer} from 'node:buffer';
import {PRIVATE_OSC} from './control-reply.ts';
import type {ShellEvent} from './host.ts';

/** What came out of a shell: text for the screen, and in its right place what the shell says about itself. */
export type ShellOutput =
  | {readonly type: 'text'; readonly text: string}
  | {readonly type: 'event'; readonly event: ShellEvent}
  /** The `underlay` command stopped waiting for its answer. */
  | {readonly type: 'control-gone'};

const PRIVATE_START = `\u001B]${PRIVATE_OSC};`;
const STARTS = ['\u001B]133;', PRIVATE_START];
/** Longer than any command line or answer; what is longer was not written by our shell. */
const LONGEST = 1_000_000;

/**
 * Takes our marks (OSC 133 and 7770) out of a shell's output. Chunks may end anywhere; only what may be the beginning
 * of a mark is held back.
 */
export function openMarkReader(): (chunk: string) => readonly ShellOutput[] {
  let pending = '';
  const shells = openShellStack();
  return (chunk) => {
    const found: ShellOutput[] = [];
    let data = pending + chunk;
    pending = '';
    while (data !== '') {
      const start = findStart(data);
      if (start > 0) found.push({type: 'text', text: data.slice(0, start)});
      data = data.slice(start);
      if (data === '') break;
      const end = findEnd(data);
      if (end === undefined) {
        if (data.length > LONGEST) found.push({type: 'text', text: data});
        else pending = data;
        break;
      }
      const mark = data.slice(0, end.at);
      const payload = mark.slice(mark.indexOf(';') + 1);
      found.push(...(mark.startsWith(PRIVATE_START) ? privateMark(payload) : shells(payload)));
      data = data.slice(end.at + end.length);
    }
    return found;
  };
}

/** Where a mark begins, or may begin at the very end; the length where there is none. */
function findStart(data: string): number {
  for (let at = data.indexOf('\u001B'); at !== -1; at = data.indexOf('\u001B', at + 1)) {
    const rest = data.slice(at, at + 8);
    if (STARTS.some((start) => rest.startsWith(start) || start.startsWith(rest))) return at;
  }
  return data.length;
}

/** A mark ends with BEL or with ESC \\. */
function findEnd(data: string): {readonly at: number; readonly length: number} | undefined {
  const bell = data.indexOf('\u0007');
  const terminator = data.indexOf('\u001B\\');
  if (bell === -1 && terminator === -1) return undefined;
  if (bell !== -1 && (terminator === -1 || bell < terminator)) return {at: bell, length: 1};
  return {at: terminator, length: 2};
}

function privateMark(payload: string): readonly ShellOutput[] {
  const [kind, words = ''] = payload.split(';');
  if (kind === 'gone') return [{type: 'control-gone'}];
  if (kind !== 'control') return [];
  // Every word ends with NUL.
  const argv = Buffer.from(words, 'base64').toString('utf8').split('\0').slice(0, -1);
  return [{type: 'event', event: {type: 'control', argv}}];
}

/**
 * Pairs starts and ends of commands. A shell may run in a shell: then the outer one's command lasts as long as the
 * inner shell, and the `exit` that ended the inner one gets its end from the outer.
 */
function openShellStack(): (payload: string) => readonly ShellOutput[] {
  const running: {shell: string; command: string}[] = [];
  // readline draws its prompt again after a resize or Ctrl-L; only the first one after a command is news.
  let prompted = false;
  const event = (event: ShellEvent): ShellOutput => ({type: 'event', event});
  return (payload) => {
    const [mark, shell = '', ...rest] = payload.split(';');
    switch (mark) {
      case 'B': {
        const isNew = !prompted;
        prompted = true;
        return isNew ? [event({type: 'prompt'})] : [];
      }
      case 'C': {
        const command = unescape(rest.join(';'));
        running.push({shell, command});
        return [event({type: 'command-start', command})];
      }
      case 'D': {
        prompted = false;
        const outermost = running.findIndex((entry) => entry.shell === shell);
        // Enter on an empty line, Ctrl-C at the prompt: no command, no end.
        if (outermost === -1) return [];
        const exitCode = Number(rest[0]);
        return running
          .splice(outermost)
          .toReversed()
          .map(({command}) => event({type: 'command-end', command, exitCode}));
      }
      default:
        return [];
    }
  };
}

const ESCAPES: Readonly<Record<string, string>> = {n: '\n', e: '\u001B', a: '\u0007', '\\': '\\'};
const unescape = (text: string): string =>
  text.replaceAll(/\\(.)/g, (whole, letter: string) => ESCAPES[letter] ?? whole);
