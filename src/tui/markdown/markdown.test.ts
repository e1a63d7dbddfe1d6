import {expect, test} from 'vitest';
import {plain, lineWidth} from '../lines/line.ts';
import {THEMES} from '../themes/theme.ts';
import {markdownLines} from './markdown.ts';

const lines = (source: string, width: number) => markdownLines(source, width, THEMES.dark);
const text = (source: string, width: number) => `\n${lines(source, width).map(plain).join('\n')}\n`;

const LESSON = `# A bridge is a switch

A **bridge** learns where each \`mac\` lives.
The second line of the paragraph.

1. Create it: \`ip link add br0 type bridge\`
2. Give it a port
   - the port has no address
   - the bridge may have one

\`\`\`sh
ip link set peer1-br0 master br0
if true; then
  bridge fdb show br br0 | grep -v permanent
fi
\`\`\`

> Ports never answer ARP.

| Device | State |
|--------|-------|
| \`br0\` | UP |
| veth   | no carrier |
`;

test('a lesson at 40 cells', () => {
  expect(text(LESSON, 40)).toMatchInlineSnapshot(`
    "
    A bridge is a switch

    A bridge learns where each mac lives.
    The second line of the paragraph.

    1. Create it: ip link add br0 type
       bridge
    2. Give it a port
       • the port has no address
       • the bridge may have one

      ip link set peer1-br0 master br0
      if true; then
        bridge fdb show br br0 | grep -v \\
            permanent
      fi

    │ Ports never answer ARP.

    Device  State     
    ──────  ──────────
    br0     UP        
    veth    no carrier
    "
  `);
});

test('a lesson at 24 cells wraps and stays inside', () => {
  expect(text(LESSON, 24)).toMatchInlineSnapshot(`
    "
    A bridge is a switch

    A bridge learns where
    each mac lives. The
    second line of the
    paragraph.

    1. Create it: ip link
       add br0 type bridge
    2. Give it a port
       • the port has no
         address
       • the bridge may have
         one

      ip link set \\
          peer1-br0 master \\
          br0
      if true; then
        bridge fdb show br \\
            br0 | grep -v \\
            permanent
      fi

    │ Ports never answer
    │ ARP.

    Device  State     
    ──────  ──────────
    br0     UP        
    veth    no carrier
    "
  `);
  for (const line of lines(LESSON, 24)) expect(lineWidth(line)).toBeLessThanOrEqual(24);
});

test('a command that is too long goes on behind a backslash, as a shell reads it, but not inside quotes', () => {
  const rows = (code: string) =>
    text(`\`\`\`\n${code}\n\`\`\``, 30)
      .split('\n')
      .map((row) => row.trim())
      .filter((row) => row !== '');
  expect(rows('openstack network create --share --mtu 1400 blue')).toEqual([
    'openstack network create \\',
    '--share --mtu 1400 \\',
    'blue',
  ]);
  expect(rows('ovs-vsctl add-port br-int tap1 tag=5')).toEqual(['ovs-vsctl add-port br-int \\', 'tap1 tag=5']);
  expect(rows(`api POST /v2/x '{"name": "blue", "mtu": 1400}'`)).toEqual([
    `api POST /v2/x '{"name":`,
    `"blue", "mtu": 1400}'`,
  ]);
  // ovs-ofctl takes a break behind a comma for none.
  expect(rows(`ovs-ofctl add-flow br0 'table=1,priority=2,actions=output:3'`)).toEqual([
    'ovs-ofctl add-flow br0 \\',
    `'table=1,priority=2,`,
    `actions=output:3'`,
  ]);
  expect(rows('# a comment that is longer than the row')).toEqual(['# a comment that is longer', 'than the row']);
});

test('a command in rows of its own keeps them where they fit, and is broken as one where they do not', () => {
  const code = 'virsh vol-create-as pool vm1 \\\n  --format qcow2 --backing-vol base';
  const rows = (width: number) =>
    text(`\`\`\`\n${code}\nls -l\n\`\`\``, width)
      .split('\n')
      .filter((row) => row.trim() !== '');
  expect(rows(40)).toEqual(['  virsh vol-create-as pool vm1 \\', '    --format qcow2 --backing-vol base', '  ls -l']);
  expect(rows(30)).toEqual([
    '  virsh vol-create-as pool \\',
    '      vm1 --format qcow2 \\',
    '      --backing-vol base',
    '  ls -l',
  ]);
});

test('Chinese joins its source lines without a space and wraps by cells', () => {
  expect(
    text(
      '# 网桥就是交换机\n\n网桥会学习每个 `mac` 地址在哪里。\n下一行接着说，\n中间没有空格。\n\n- 端口没有地址\n- 网桥可以有地址：`10.0.0.1/24`\n',
      22,
    ),
  ).toMatchInlineSnapshot(`
    "
    网桥就是交换机

    网桥会学习每个 mac 地
    址在哪里。下一行接着
    说，中间没有空格。

    • 端口没有地址
    • 网桥可以有地址：
      10.0.0.1/24
    "
  `);
});

test('words keep their meaning as styles', () => {
  const [line] = lines('see `ip link` **now**', 40);
  expect(line).toEqual([
    {text: 'see '},
    {text: 'ip link', style: THEMES.dark.code},
    {text: ' '},
    {text: 'now', style: {bold: true}},
  ]);
});

test('a hard break stays a break', () => {
  expect(text('one  \ntwo', 20)).toBe('\none\ntwo\n');
});

test('a drawing in a code block is cut, not wrapped, and keeps to the left where it is wide', () => {
  const source = '```\n    eth0 ── br0 ── peer1-br0 ══ peer1-gw1\n      └─ vm1\n```\n';
  expect(text(source, 60)).toBe('\n  eth0 ── br0 ── peer1-br0 ══ peer1-gw1\n    └─ vm1\n');
  expect(text(source, 20)).toBe('\neth0 ── br0 ── peer…\n  └─ vm1\n');
});

test('code that is too long goes on further in, but not so far that an address is cut in two', () => {
  const source = '```\nopenstack server create \\\n    --nic net-id=blue,v4-fixed-ip=172.16.45.123 vm1\n```\n';
  expect(text(source, 46)).toBe(
    '\n  openstack server create --nic \\\n      net-id=blue,v4-fixed-ip=172.16.45.123 \\\n      vm1\n',
  );
});

test('where a word leaves no room for an indent, the rows beside it are indented all the same', () => {
  const router = 'qrouter-3b35988f-deb3-4f2e-84e7-dad9ae82cfe7';
  const source = `\`\`\`\nip netns exec ${router} ip -br addr\nip netns exec ${router} ip route\n\`\`\`\n`;
  expect(text(source, 44)).toBe(
    `\n  ip netns exec\n${router}\n      ip -br addr\n  ip netns exec\n${router}\n      ip route\n`,
  );
  // With room for a backslash it is one command for a shell, too.
  expect(text(source, 46)).toBe(
    `\n  ip netns exec \\\n${router} \\\n      ip -br addr\n  ip netns exec \\\n${router} \\\n      ip route\n`,
  );
  expect(text(source, 48)).toBe(
    `\n  ip netns exec \\\n  ${router} \\\n  ip -br addr\n  ip netns exec \\\n  ${router} \\\n  ip route\n`,
  );
});

test('the rows of a block of code keep one indent, the smallest', () => {
  const source = '```\nip link\nip netns exec vm1 ip addr\n  cat\n```\n';
  expect(text(source, 27)).toBe('\n  ip link\n  ip netns exec vm1 ip addr\n    cat\n');
  expect(text(source, 26)).toBe('\n ip link\n ip netns exec vm1 ip addr\n   cat\n');
  expect(text(source, 25)).toBe('\nip link\nip netns exec vm1 ip addr\n  cat\n');
});

test('an option stays with its value where a row holds both', () => {
  const source = '```\nopenstack server create --flavor m1.tiny --no-config --nic net-id=blue vm1\n```\n';
  expect(text(source, 36)).toBe(
    '\n  openstack server create \\\n      --flavor m1.tiny --no-config \\\n      --nic net-id=blue vm1\n',
  );
  expect(text(source, 20)).toContain('--flavor \\\n');
});

test('a command that fits if it begins further left is not broken', () => {
  expect(text('```\nip netns exec vm2 ping -c1 192.168.211.1\n```\n', 40)).toBe(
    '\nip netns exec vm2 ping -c1 192.168.211.1\n',
  );
});

test('a row of code with a word too long for any row keeps its indent', () => {
  expect(text('```\ncat /var/lib/neutron/dhcp/0123456789/opts\n```\n', 20)).toBe(
    '\n  cat\n      /var/lib/neutr\n      on/dhcp/012345\n      6789/opts\n',
  );
});

test('a line break beside a full-width mark is no space', () => {
  expect(text('看着它。\n`virbr0` 已经\n准备好了（\n`vm1` 也是）。\n', 60)).toBe(
    '\n看着它。virbr0 已经准备好了（vm1 也是）。\n',
  );
});
