import {expect, test} from 'vitest';
import type {Lab, SolveLine} from '../lab.ts';
import {tinyLab} from '../test-fixtures/tiny-lab.ts';
import {withoutClient} from './without-client.ts';

const CREATE = `api POST /networking/v2.0/networks '{"network": {"name": "{{net}}"}}'`;
const LOOKED_UP = 'api DELETE /networking/v2.0/ports/ID';
const DELETE = 'api DELETE /networking/v2.0/networks/[[network {{net}}]]';

const line = (run: string, rest: Partial<SolveLine> = {}): SolveLine => ({
  node: 'controller',
  run,
  looks: false,
  proves: ['made'],
  ...rest,
});

/** The tiny lab with this text, these hints and this solve in its first step. */
const labOf = (text: string, {hint = '', solve = [] as readonly SolveLine[]} = {}): Lab => {
  const lab = tinyLab();
  const [first, ...others] = lab.steps;
  if (first === undefined) throw new Error('the tiny lab has no step');
  const both = (words: string) => ({en: words, zh: words});
  return {
    ...lab,
    steps: [{...first, text: both(text), hints: [{text: both(hint)}], solve}, ...others],
    faults: [{id: 'f', layer: 'l2', inject: [], mend: [line('openstack network delete {{net}}')]}],
    clientLines: [
      {line: 'openstack network create --share {{net}}', calls: [CREATE]},
      {line: 'openstack network delete {{net}}', calls: [DELETE]},
      {line: 'openstack network show {{net}}', calls: []},
      {line: 'openstack port delete p9', calls: [LOOKED_UP]},
    ],
  };
};

const textOf = (text: string): string | undefined => withoutClient(labOf(text)).steps[0]?.text.zh;

test('below a line in a code block stand its calls, as far in as the line', () => {
  expect(
    textOf('Do:\n\n```\nip link\nopenstack network create \\\n  --share {{net}}\nip link\n```\n\nThen look.'),
  ).toBe(
    `Do:\n\n\`\`\`\nip link\nopenstack network create \\\n  --share {{net}}\n${CREATE}\nip link\n\`\`\`\n\nThen look.`,
  );
  expect(textOf('1. Do:\n   ```\n   openstack network delete {{net}}\n   ```')).toBe(
    `1. Do:\n   \`\`\`\n   openstack network delete {{net}}\n   ${DELETE}\n   \`\`\``,
  );
});

test('calls of lines within a sentence stand at the end, once', () => {
  expect(textOf('`openstack network create\n--share {{net}}`, `ip link`, `openstack network delete {{net}}`.')).toBe(
    `\`openstack network create\n--share {{net}}\`, \`ip link\`, \`openstack network delete {{net}}\`.\n\n\`\`\`\n${CREATE}\n${DELETE}\n\`\`\``,
  );
  const twice = '```\nopenstack network delete {{net}}\n```\n\nAgain `openstack network delete {{net}}`.';
  expect(textOf(twice)?.split(DELETE)).toHaveLength(2);
});

test('a call with an id to look up is shown', () => {
  expect(textOf('`openstack port delete p9`')).toContain(LOOKED_UP);
});

test('what only asks, what nobody wrote down and what is no line for the client stay as they are', () => {
  for (const text of [
    '`openstack network show {{net}}`',
    '```\nopenstack port create p1\n```',
    '```\nopenstack network delete {{net}} | cat\n```',
    'No code.',
  ])
    expect(textOf(text)).toBe(text);
});

test('solves and mends make the calls; a line that only asks goes, one of which nothing is known stays', () => {
  const {steps, faults} = withoutClient(
    labOf('', {
      hint: 'Use `openstack network delete {{net}}`.',
      solve: [
        line('openstack network create --share {{net}}'),
        line('openstack network show {{net}}', {looks: true, proves: []}),
        line('openstack port create p1'),
        line('openstack port delete p9'),
        line('brctl show'),
      ],
    }),
  );
  expect(steps[0]?.solve).toEqual([
    line(CREATE),
    line('openstack port create p1'),
    line('openstack port delete p9'),
    line('brctl show'),
  ]);
  expect(faults[0]?.mend).toEqual([line(DELETE)]);
  expect(steps[0]?.hints[0]?.text.en).toBe(`Use \`openstack network delete {{net}}\`.\n\n\`\`\`\n${DELETE}\n\`\`\``);
});

test('the lab says so first, in every language', () => {
  const {intro} = withoutClient(labOf(''));
  expect(intro.en).toMatch(
    /^\*\*The OpenStack client is not installed here\.\*\* [^\n]*`api --help`[^\n]*\n\nWhy \*this\*\.$/,
  );
  expect(intro.zh).toMatch(/^\*\*这里没有安装 OpenStack 客户端\*\*。[^\n]*`api --help`[^\n]*\n\n为什么。$/);
});
