import {describe, expect, test} from 'vitest';
import {readIni} from './ini.ts';
import type {IniSections} from './ini.ts';

const plain = (sections: IniSections) =>
  Object.fromEntries(
    [...sections].map(([name, keys]) => [name, Object.fromEntries([...keys].map(([key, {value}]) => [key, value]))]),
  );
const read = (...texts: readonly string[]) => readIni(texts.map((text, index) => ({path: `/etc/${index}.ini`, text})));

test('sections, both signs, comments, blanks, quotes and lines that go on', () => {
  const sections = read(
    `# of the agent
; also a comment
[DEFAULT]
debug = True
empty =
url = http://a:80/=b

[VXLAN]
local_ip:172.16.16.10
  vxlan_group = "224.0.0.1"
quoted = "a b"
list = one,
  two,
\tthree
# between
#l2_population = False
`.replace('  vxlan_group', 'vxlan_group'),
  );
  expect(plain(sections)).toEqual({
    default: {debug: 'True', empty: '', url: 'http://a:80/=b'},
    vxlan: {local_ip: '172.16.16.10', vxlan_group: '224.0.0.1', quoted: 'a b', list: 'one, two, three'},
  });
  expect(sections.get('vxlan')?.get('local_ip')?.at).toBe('/etc/0.ini:9');
});

test('the later one wins: of lines, of sections, of files', () => {
  const sections = read('[a]\nx = 1\nx = 2\n[b]\ny = 1\n[A]\nz = 3', '[b]\ny = 5');
  expect(plain(sections)).toEqual({a: {x: '2', z: '3'}, b: {y: '5'}});
  expect(sections.get('b')?.get('y')?.at).toBe('/etc/1.ini:2');
});

describe('what cannot be read is told with its place', () => {
  test.each([
    ['[a]\nx', "/etc/0.ini:2: No ':' or '=' found in assignment: x"],
    ['x = 1', '/etc/0.ini:1: Section must be started before assignment: x = 1'],
    ['[a\nx = 1', '/etc/0.ini:1: Invalid section (must end with ]): [a'],
    ['[a]\n  x = 1', '/etc/0.ini:2: Unexpected continuation line'],
    ['[a]\nx = 1\n\n  2', '/etc/0.ini:4: Unexpected continuation line'],
    ['[a]\n= 1', "/etc/0.ini:2: No ':' or '=' found in assignment: = 1"],
  ])('%j', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
