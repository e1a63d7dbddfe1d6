import {Buffer} from 'node:buffer';
import {expect, test} from 'vitest';
import {openMarkReader} from './shell-marks.ts';
import type {ShellOutput} from './shell-marks.ts';

const ESC = '\u001B';
const BEL = '\u0007';
const words = (...argv: string[]) => Buffer.from(argv.map((word) => `${word}\0`).join('')).toString('base64');

/** What a shell in a shell writes, with text of its programs between. */
const SESSION = [
  `${ESC}]133;D;9;0${BEL}`,
  `${ESC}]133;A;9${BEL}root@a:~# ${ESC}]133;B;9${BEL}`,
  `ls\r\n${ESC}]133;C;9;ls${BEL}${ESC}[1;34mblue${ESC}[0m 中文\r\n`,
  `${ESC}]0;a title of the program's own${BEL}`,
  `${ESC}]133;D;9;0${BEL}${ESC}]133;A;9${BEL}$ ${ESC}]133;B;9${BEL}`,
  `${ESC}]133;C;9;ip netns exec red bash${BEL}`,
  `${ESC}]133;D;12;0${BEL}${ESC}]133;A;12${BEL}$ ${ESC}]133;B;12${ESC}\\`,
  `${ESC}]133;C;12;printf 'a;b\\\\n' \\n\\e\\a${BEL}a;b\r\n${ESC}]133;D;12;1${BEL}`,
  `${ESC}]7770;control;${words('check', '', '两 words')}${BEL}${ESC}]7770;gone${BEL}`,
  `${ESC}]133;C;12;exit 3${BEL}exit\r\n${ESC}]133;D;9;3${BEL}`,
].join('');

const EXPECTED: readonly ShellOutput[] = [
  {type: 'text', text: 'root@a:~# '},
  {type: 'event', event: {type: 'prompt'}},
  {type: 'text', text: 'ls\r\n'},
  {type: 'event', event: {type: 'command-start', command: 'ls'}},
  {type: 'text', text: `${ESC}[1;34mblue${ESC}[0m 中文\r\n${ESC}]0;a title of the program's own${BEL}`},
  {type: 'event', event: {type: 'command-end', command: 'ls', exitCode: 0}},
  {type: 'text', text: '$ '},
  {type: 'event', event: {type: 'prompt'}},
  {type: 'event', event: {type: 'command-start', command: 'ip netns exec red bash'}},
  {type: 'text', text: '$ '},
  {type: 'event', event: {type: 'prompt'}},
  {type: 'event', event: {type: 'command-start', command: `printf 'a;b\\n' \n${ESC}${BEL}`}},
  {type: 'text', text: 'a;b\r\n'},
  {type: 'event', event: {type: 'command-end', command: `printf 'a;b\\n' \n${ESC}${BEL}`, exitCode: 1}},
  {type: 'event', event: {type: 'control', argv: ['check', '', '两 words']}},
  {type: 'control-gone'},
  {type: 'event', event: {type: 'command-start', command: 'exit 3'}},
  {type: 'text', text: 'exit\r\n'},
  {type: 'event', event: {type: 'command-end', command: 'exit 3', exitCode: 3}},
  {type: 'event', event: {type: 'command-end', command: 'ip netns exec red bash', exitCode: 3}},
];

/** Neighbouring texts joined: how the text is cut does not matter. */
function joined(outputs: readonly ShellOutput[]): readonly ShellOutput[] {
  const result: ShellOutput[] = [];
  for (const output of outputs) {
    const last = result.at(-1);
    if (output.type === 'text' && last?.type === 'text') {
      result[result.length - 1] = {type: 'text', text: last.text + output.text};
    } else result.push(output);
  }
  return result;
}

test('marks become events in their place, and vanish from the text', () => {
  expect(joined(openMarkReader()(SESSION))).toEqual(EXPECTED);
});

test('chunks may end anywhere', () => {
  for (let at = 1; at < SESSION.length; at += 1) {
    const read = openMarkReader();
    expect(joined([...read(SESSION.slice(0, at)), ...read(SESSION.slice(at))]), `cut at ${at}`).toEqual(EXPECTED);
  }
  const read = openMarkReader();
  expect(joined(SESSION.split('').flatMap((letter) => read(letter)))).toEqual(EXPECTED);
});

test('nothing but the beginning of a mark is held back', () => {
  const read = openMarkReader();
  expect(read(`text${ESC}`)).toEqual([{type: 'text', text: 'text'}]);
  expect(read('[2J')).toEqual([{type: 'text', text: `${ESC}[2J`}]);
  expect(read(`${ESC}]13`)).toEqual([]);
  expect(read(`7;x${BEL}`)).toEqual([{type: 'text', text: `${ESC}]137;x${BEL}`}]);
});

test('a prompt drawn again is no news, an empty line has no command', () => {
  const read = openMarkReader();
  const prompt = `${ESC}]133;A;9${BEL}${ESC}]133;B;9${BEL}`;
  const fresh = `${ESC}]133;D;9;0${BEL}${prompt}`;
  expect(read(fresh + prompt + fresh).map((output) => output.type === 'event' && output.event.type)).toEqual([
    'prompt',
    'prompt',
  ]);
});

test('a mark without an end does not swallow the output for ever', () => {
  const read = openMarkReader();
  expect(read(`${ESC}]133;C;9;`)).toEqual([]);
  expect(joined(read('x'.repeat(1_000_001)))).toHaveLength(1);
  expect(read('after')).toEqual([{type: 'text', text: 'after'}]);
});
