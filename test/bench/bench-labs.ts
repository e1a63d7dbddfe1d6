import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {rulesIn} from './hosts-on-bridge.ts';

/** A lab whose only node has ten namespaces on a bridge, addressed, with rules: what a full lesson looks like. */
export const TEN = {lab: 'ten', namespaces: 10} as const;

/** @param node the name of the node, which tells the program's processes from those of others. */
export function writeBenchLabs(folder: string, node: string): void {
  const lab = join(folder, `010-${TEN.lab}`);
  mkdirSync(lab);
  writeFileSync(
    join(folder, 'modules.yaml'),
    'modules: [{id: bench, title: {en: Bench, zh: 测量}, summary: {en: To be measured., zh: 供测量使用。}}]\n',
  );
  writeFileSync(join(lab, 'lab.yaml'), labYaml(node));
  writeFileSync(join(lab, 'en.md'), EN);
  writeFileSync(join(lab, 'zh.md'), ZH);
}

const labYaml = (node: string): string => `formatVersion: 1
module: bench
minutes: 1
needs: [namespaces, veth, bridge, iptables]
tools: [ip, iptables]
nodes: [${node}]
setup:
  - node: ${node}
    run: |
      ip link add br0 type bridge
      ip link set br0 up
${Array.from({length: TEN.namespaces}, (_, index) => namespaceLines(index + 1)).join('\n')}
steps:
  - id: done
    mode: level
    solve:
      - run: ip netns add done
        proves: [done]
    checks:
      - {id: done, claim: namespace, name: done}
`;

const namespaceLines = (number: number): string =>
  [
    `ip netns add h${number}`,
    `ip link add v${number} master br0 type veth peer name eth0 netns h${number}`,
    `ip link set v${number} up`,
    `ip -n h${number} link set lo up`,
    `ip -n h${number} addr add 10.0.0.${number}/16 dev eth0`,
    `ip -n h${number} link set eth0 up`,
    rulesIn(`h${number}`),
  ]
    .flatMap((lines) => lines.split('\n'))
    .map((line) => `      ${line}`)
    .join('\n');

const EN = `# Ten namespaces

A lab to be measured.

## done
### goal
A namespace named done exists.
### text
Make a namespace named \`done\`.
### hint
\`ip netns add done\`
### after
It is there.

## debrief
Nothing to take along.
`;

const ZH = `# 十个命名空间

供测量使用的实验。

## done
### goal
存在名为 done 的命名空间。
### text
创建名为 \`done\` 的命名空间。
### hint
\`ip netns add done\`
### after
它已经存在。

## debrief
没有需要记住的内容。
`;
