import {expect, test} from 'vitest';
import {plainMarkdown} from './plain-markdown.ts';

test('reads as text: no marks, code indented, lists with marks', () => {
  const source = `Make a **namespace** with \`ip netns add\`
and *look*:

\`\`\`
ip netns add red
  ip netns list
\`\`\`

1. First
2. Second, see [the page](https://example.org)

- one
  more
`;
  expect(plainMarkdown(source)).toEqual([
    'Make a namespace with ip netns add and look:',
    '',
    '    ip netns add red',
    '      ip netns list',
    '',
    '1. First',
    '2. Second, see the page (https://example.org)',
    '',
    '- one more',
  ]);
});

test('Chinese lines are joined without a space', () => {
  expect(plainMarkdown('网络命名空间\n是一座岛。\n运行 `ip`\n吧')).toEqual(['网络命名空间是一座岛。运行 ip 吧']);
  expect(plainMarkdown('看看\n**网桥**\n吧')).toEqual(['看看网桥吧']);
  expect(plainMarkdown('第一行，\n第二行')).toEqual(['第一行，第二行']);
});

test('code in a sentence keeps its marks where that is asked for', () => {
  expect(plainMarkdown('- see **`ip link`**\n\n```\nip link\n```', '`')).toEqual([
    '- see `ip link`',
    '',
    '    ip link',
  ]);
});
