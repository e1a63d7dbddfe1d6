import {NO_NAMES, type Names} from './names.ts';
import {ROOT_NAMESPACE} from './snapshot.ts';
import type {Language} from './text.ts';
import {isBridge} from './topology.ts';
import type {Topology, TopologyDevice} from './topology.ts';
import {vlanParents} from './topology/device-tree.ts';

/** Mermaid reads `#name;` as an entity inside quotes, and `"` ends them. */
const quoted = (words: string): string =>
  `"${words
    .replaceAll('#', '#35;')
    .replaceAll('"', '#quot;')
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;')
    .replaceAll('\n', '<br/>')}"`;

const LINKS = {veth: '---', cable: '---', tap: '---', vxlan: '-.-', vlan: '---', patch: '---'} as const;

/**
 * The topology as a Mermaid flowchart: nodes and namespaces are subgraphs, devices are boxes, ports hang on their
 * bridge with a thick line, veth pairs are plain lines and tunnels dotted ones.
 *
 * @param names what kernel names stand for, said below them in `language`. @default nothing
 */
export const topologyMermaid = (topology: Topology, names: Names = NO_NAMES, language: Language = 'en'): string => {
  const named = (name: string): readonly string[] => {
    const short = names[name]?.short[language];
    return short === undefined ? [name] : [name, `(${short})`];
  };
  const lines = ['flowchart LR'];
  const ids = new Map<string, string>();
  const idOf = (device: string) => {
    const id = ids.get(device) ?? `d${ids.size}`;
    ids.set(device, id);
    return id;
  };
  topology.nodes.forEach((node, index) => {
    lines.push(`  subgraph n${index}[${quoted(node.name)}]`);
    node.namespaces.forEach((namespace, position) => {
      const devices = namespace.devices.map((device) => `${idOf(device.id)}${shapeOf(device, named(device.name))}`);
      const notes =
        namespace.marks.length === 0 ? [] : [`m${index}_${position}>${quoted(namespace.marks.join('\n'))}]`];
      const inside = [...devices, ...notes];
      if (namespace.name === ROOT_NAMESPACE) lines.push(...inside.map((line) => `    ${line}`));
      else lines.push(...namespaceLines(named(namespace.name), `n${index}_${position}`, inside));
    });
    const isEmpty = node.namespaces.every(
      ({name, devices, marks}) => name === ROOT_NAMESPACE && devices.length + marks.length === 0,
    );
    if (isEmpty) lines.push(`    n${index}_lo[${quoted('lo')}]`);
    lines.push('  end');
  });
  const parents = vlanParents(topology.wires);
  const devices = topology.nodes.flatMap((node) => node.namespaces).flatMap((namespace) => namespace.devices);
  for (const {id, bridge} of devices) {
    if (bridge !== undefined && ids.has(bridge)) lines.push(`  ${idOf(bridge)} === ${idOf(id)}`);
  }
  for (const wire of topology.wires) {
    if (wire.to === undefined || !ids.has(wire.from) || !ids.has(wire.to)) continue;
    const label = wire.label === undefined || parents.has(wire.from) ? '' : `|${quoted(wire.label)}|`;
    lines.push(`  ${idOf(wire.from)} ${LINKS[wire.kind]}${label} ${idOf(wire.to)}`);
  }
  return `${lines.join('\n')}\n`;
};

/** A subgraph without anything in it would be drawn as a plain box, so loopback stands in it. */
const namespaceLines = (title: readonly string[], id: string, inside: readonly string[]): readonly string[] => [
  `    subgraph ${id}[${quoted(title.join('\n'))}]`,
  ...(inside.length === 0 ? [`      ${id}_lo[${quoted('lo')}]`] : inside.map((line) => `      ${line}`)),
  '    end',
];

const shapeOf = (device: TopologyDevice, name: readonly string[]): string => {
  const state = device.condition === 'up' ? [] : [device.condition === 'down' ? 'down' : 'no carrier'];
  const words = [...name, ...(device.label === undefined ? [] : [device.label]), ...device.addresses, ...state];
  return isBridge(device) ? `([${quoted(words.join('\n'))}])` : `[${quoted(words.join('\n'))}]`;
};
