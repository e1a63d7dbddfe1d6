import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import type {Row} from './row.ts';
import {Screen} from './screen.ts';

const text = (row: Row | undefined): string => row?.runs.map((run) => run.text).join('') ?? '';

const fed = async (data: string, size = {columns: 20, rows: 4}): Promise<Screen> => {
  const screen = new Screen(size, () => {});
  await feed(screen, data);
  return screen;
};

const feed = (screen: Screen, data: string): Promise<void> => new Promise((resolve) => screen.write(data, resolve));

const texts = (screen: Screen): readonly string[] => screen.frame.rows.map(text);

describe('cells', () => {
  test('neighbours of one style are one run; blanks at the end are left out', async () => {
    const screen = await fed('a\u001B[1;31mbc\u001B[0m d   ');
    expect(screen.frame.rows[0]?.runs).toEqual([
      {text: 'a', style: {}},
      {text: 'bc', style: {bold: true, color: 'red'}},
      {text: ' d', style: {}},
    ]);
    expect(screen.frame.rows[1]?.runs).toEqual([]);
  });

  test.each([
    ['31', {color: 'red'}],
    ['94', {color: 'blueBright'}],
    ['38;5;9', {color: 'redBright'}],
    ['38;5;208', {color: 'ansi256(208)'}],
    ['38;2;1;2;255', {color: '#0102ff'}],
    ['42', {backgroundColor: 'green'}],
    ['48;2;16;0;0', {backgroundColor: '#100000'}],
    ['2', {dimColor: true}],
    ['3;4;9', {italic: true, underline: true, strikethrough: true}],
    ['7', {inverse: true}],
  ])('SGR %s', async (codes, style) => {
    const screen = await fed(`\u001B[${codes}mx`);
    expect(screen.frame.rows[0]?.runs).toEqual([{text: 'x', style}]);
  });

  test('hidden text is blank, coloured blanks are kept', async () => {
    const screen = await fed('\u001B[8msecret\u001B[0m.\u001B[44m  \u001B[0m');
    expect(screen.frame.rows[0]?.runs.map((run) => run.text)).toEqual(['      ', '.', '  ']);
  });

  test('wide characters take two columns and none is cut in half', async () => {
    const screen = await fed('网桥和路由', {columns: 7, rows: 2});
    expect(texts(screen)).toEqual(['网桥和', '路由']);
  });

  test('characters whose width terminals disagree about never make a row longer', async () => {
    const screen = await fed('❤️|👩‍💻|👍🏽|🇯🇵|e\u0301|');
    expect(text(screen.frame.rows[0])).toMatch(/\|e\u0301\|/);
    expect(stringWidth(text(screen.frame.rows[0]))).toBeLessThanOrEqual(20);
    for (const joiner of ['\u200D', '\uFE0F']) expect(text(screen.frame.rows[0])).not.toContain(joiner);
  });
});

describe('the cursor', () => {
  test('is an inverse cell while shown, on blank cells too', async () => {
    const screen = await fed('ab');
    expect(screen.frame.rows[0]?.runs).toEqual([{text: 'ab', style: {}}]);
    screen.showCursor(true);
    expect(screen.frame.rows[0]?.runs).toEqual([
      {text: 'ab', style: {}},
      {text: ' ', style: {inverse: true}},
    ]);
    await feed(screen, '\u001B[D');
    expect(screen.frame.rows[0]?.runs).toEqual([
      {text: 'a', style: {}},
      {text: 'b', style: {inverse: true}},
    ]);
  });

  test('covers a wide character whole and stays in sight at the end of a full line', async () => {
    const screen = await fed('网\r', {columns: 3, rows: 1});
    screen.showCursor(true);
    expect(screen.frame.rows[0]?.runs).toEqual([{text: '网', style: {inverse: true}}]);
    await feed(screen, 'abc');
    expect(screen.frame.rows[0]?.runs.at(-1)).toEqual({text: 'c', style: {inverse: true}});
  });

  test('hides when the program hides it, until it shows or resets it', async () => {
    const screen = await fed('ab\u001B[?25l');
    screen.showCursor(true);
    expect(screen.frame.rows[0]?.runs).toHaveLength(1);
    await feed(screen, '\u001B[?25h');
    expect(screen.frame.rows[0]?.runs).toHaveLength(2);
    await feed(screen, '\u001B[?12;25l\u001B[!p');
    expect(screen.frame.rows[0]?.runs).toHaveLength(2);
  });
});

describe('frames', () => {
  test('an unchanged row keeps its object, an unchanged screen its frame', async () => {
    const screen = await fed('one\r\ntwo');
    const before = screen.frame;
    await feed(screen, '!');
    expect(screen.frame.rows[0]).toBe(before.rows[0]);
    expect(screen.frame.rows[1]).not.toBe(before.rows[1]);
    const then = screen.frame;
    await feed(screen, '\u001B[0m');
    expect(screen.frame).toBe(then);
  });

  test('a flood is told in few frames, the last of which is the end', async () => {
    const screen = await fed('');
    let frames = 0;
    const ended = Promise.withResolvers<void>();
    screen.subscribe(() => {
      frames++;
      if (texts(screen).includes('end')) ended.resolve();
    });
    for (let line = 0; line < 20_000; line++) screen.write(`line ${line}\r\n`);
    screen.write('end');
    await ended.promise;
    expect(frames).toBeLessThan(200);
  });

  test('nothing is shown of a synchronised update until it ends', async () => {
    const screen = await fed('old');
    const seen: string[] = [];
    const ended = Promise.withResolvers<void>();
    screen.subscribe(() => {
      seen.push(text(screen.frame.rows[0]));
      ended.resolve();
    });
    await feed(screen, '\u001B[?2026h\r\u001B[K');
    await feed(screen, 'new\u001B[?2026l');
    await ended.promise;
    expect(seen).toEqual(['new']);
  });
});

describe('the history', () => {
  const lines = (count: number): string => Array.from({length: count}, (_, index) => `\r\n${index + 1}`).join('');

  test('scrolls by pages, stays where it is while output comes, and returns', async () => {
    const screen = await fed(lines(20));
    expect(texts(screen)).toEqual(['17', '18', '19', '20']);
    screen.scrollPages(-1);
    expect(screen.frame.scrolledBack).toBe(3);
    expect(texts(screen)).toEqual(['14', '15', '16', '17']);
    await feed(screen, '\r\n21');
    expect(screen.frame.scrolledBack).toBe(4);
    expect(texts(screen)).toEqual(['14', '15', '16', '17']);
    screen.scrollLines(-Infinity);
    expect(texts(screen)).toEqual(['', '1', '2', '3']);
    screen.scrollToBottom();
    expect(texts(screen)).toEqual(['18', '19', '20', '21']);
    expect(screen.frame.scrolledBack).toBe(0);
  });

  test('keeps 5000 lines', async () => {
    const screen = await fed(lines(6000));
    screen.scrollLines(-Infinity);
    expect(screen.frame.scrolledBack).toBe(5000);
    expect(texts(screen)[0]).toBe('997');
  });
});

test('questions of the program are answered', async () => {
  const answers: string[] = [];
  const screen = new Screen({columns: 20, rows: 4}, (data) => answers.push(data));
  await feed(screen, 'ab\u001B[6n\u001B[5n');
  expect(answers).toEqual(['\u001B[1;3R', '\u001B[0n']);
});

test('modes follow the program', async () => {
  const screen = await fed('\u001B[?1h\u001B[?2004h\u001B[?1049h');
  expect(screen.modes).toEqual({applicationCursor: true, bracketedPaste: true, fullScreen: true});
});
