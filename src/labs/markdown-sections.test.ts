import {expect, it} from 'vitest';
import {readSections} from './markdown-sections.ts';

const read = (...lines: readonly string[]) => readSections('en.md', lines.join('\n'));
const outline = (sections: ReturnType<typeof readSections>['sections']): unknown =>
  sections.map(({heading, line, children}) => [heading, line, outline(children)]);

it('makes a tree of headings with their lines', () => {
  const {sections, errors} = read(
    '# Title',
    'intro',
    '',
    '## one',
    '### goal',
    'x',
    '### hint  a',
    '## two',
    '#### deeper',
    'y',
  );
  expect(errors).toEqual([]);
  expect(outline(sections)).toEqual([
    [
      'Title',
      1,
      [
        [
          'one',
          4,
          [
            ['goal', 5, []],
            ['hint a', 7, []],
          ],
        ],
        ['two', 8, []],
      ],
    ],
  ]);
  expect(sections[0]?.body).toBe('intro');
  expect(sections[0]?.children[1]?.body).toBe('#### deeper\ny');
});

it('takes a # in code for code', () => {
  const {sections} = read(
    '# T',
    '```',
    '# comment',
    '``',
    '~~~',
    '## no',
    '```',
    '## yes',
    '~~~~',
    '## no',
    '~~~',
    '~~~~~',
    '## last',
  );
  expect(outline(sections)).toEqual([
    [
      'T',
      1,
      [
        ['yes', 8, []],
        ['last', 13, []],
      ],
    ],
  ]);
});

it('tells of code that is never closed', () => {
  expect(read('# T', '## a', '```', '## b').errors).toEqual([
    {
      file: 'en.md',
      line: 2,
      column: 1,
      message: 'code in `a` is opened by ``` and never closed'.replace('```', '`\u0060\u0060\u0060`'),
    },
  ]);
});

it('tells of text before the title, once', () => {
  expect(read('', 'hello', 'again', '# T').errors).toMatchObject([{line: 2, column: 1}]);
});

it('reads options over several lines, and the question before them', () => {
  const {sections} = read(
    '# T',
    'What',
    'is it?',
    '',
    '- a: one',
    '  more',
    '- b-2: 两个',
    '* c:',
    '',
    'end',
    '- no option',
  );
  expect(sections[0]?.question).toBe('What\nis it?');
  expect(sections[0]?.options).toEqual([
    {id: 'a', words: 'one more', line: 5},
    {id: 'b-2', words: '两个', line: 7},
    {id: 'c', words: '', line: 8},
  ]);
});

it('reads Windows line ends', () => {
  expect(outline(readSections('en.md', '# T\r\n## a\r\ntext\r\n').sections)).toEqual([['T', 1, [['a', 2, []]]]]);
});
