import {z} from 'zod';
import {flowKey, mainInterface, vlanModeOf} from '../../state/openvswitch.ts';
import type {OvsBridge, OvsFlow, OvsInterface, OvsPort} from '../../state/openvswitch.ts';
import {ROOT_NAMESPACE, type Snapshot} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';
import {type Outcome, met, notMet, unknown} from '../outcome.ts';
import {type Aspect, type Candidate, EXISTS, aspect, aspects, compared, judge} from './aspects.ts';
import {type Placed, count, ip, node, text} from './fields.ts';
import {othersInstead} from './look.ts';
import {hasHits, listed, sentence, wantsHits} from './sentences.ts';

const absent = z.literal(true).optional().describe('Turns the claim round: there must be no such thing.');
const vlan = z.int().min(0).max(4095);

export const ovsPortSchema = z.strictObject({
  claim: z.literal('ovs-port').describe("A port of the node's Open vSwitch. A bridge has a port of its own name."),
  node,
  absent,
  port: text,
  bridge: text.optional().describe('The bridge it is a port of.'),
  tag: vlan.optional().describe('The VLAN of an access port.'),
  untagged: z.literal(true).optional().describe('The port has no tag.'),
  trunks: z.array(vlan).optional().describe('The VLANs a trunk carries, in any order; an empty list: all.'),
  'vlan-mode': z.enum(['access', 'trunk', 'native-tagged', 'native-untagged']).optional(),
  type: text.optional().describe('`system` (a link of the kernel), `internal`, `patch`, `vxlan`…'),
  peer: text.optional().describe('The other end of a patch.'),
  'remote-ip': ip.optional().describe('The other end of a tunnel.'),
  key: text.optional().describe('The number of a tunnel (VNI).'),
  datapath: z.enum(['netdev', 'system']).optional().describe("Its bridge's datapath: in user space, or the kernel's."),
});
export type OvsPortClaim = z.infer<typeof ovsPortSchema>;

export const ovsFlowSchema = z.strictObject({
  claim: z.literal('ovs-flow').describe('A bridge of Open vSwitch has a flow.'),
  node,
  absent,
  bridge: text,
  table: count.optional(),
  priority: count.optional(),
  match: z
    .string()
    .optional()
    .describe(
      'The whole match as `ovs-ofctl --names dump-flows` prints it, in any order, numbers in hexadecimal or not; a register may be compared with the name of a port, which stands for its number; empty: every frame.',
    ),
  actions: text.optional().describe('All actions, in their order, as they are printed.'),
  hits: z.int().min(1).optional().describe('Packets that met it, at least.'),
});
export type OvsFlowClaim = z.infer<typeof ovsFlowSchema>;

type Bridges = Readonly<Record<string, OvsBridge>>;

/** Where no switch runs there is no port and no flow; what could not be read is unknown. */
const inSwitch = (
  snapshot: Snapshot,
  claim: {readonly node: string; readonly absent?: true | undefined},
  wanted: Text,
  judgeBridges: (bridges: Bridges) => Outcome,
): Outcome => {
  const found = snapshot.nodes[claim.node];
  if (found === undefined) return unknown(sentence(`the node ${claim.node} was not read`, `没有读到节点${claim.node}`));
  const {openvswitch} = found;
  const none = sentence(`no Open vSwitch runs on ${claim.node}`, `节点${claim.node}上没有运行 Open vSwitch`);
  if (openvswitch === undefined) return claim.absent === true ? met(none) : notMet(wanted, none);
  return openvswitch.ok ? judgeBridges(openvswitch.value) : unreadable(claim.node, openvswitch.why);
};

const unreadable = (where: string, why: string): Outcome =>
  unknown(
    sentence(`the Open vSwitch on ${where} could not be read: ${why}`, `无法读取节点${where}的 Open vSwitch：${why}`),
  );

const isAlone = (snapshot: Snapshot): boolean => Object.keys(snapshot.nodes).length === 1;

/** `br0`, or on one of several nodes `br0 on left`; in Chinese with its kind. */
const at = (snapshot: Snapshot, nodeName: string, name: string, kind = ''): Text =>
  isAlone(snapshot)
    ? sentence(name, `${kind}${name}`)
    : sentence(`${name} on ${nodeName}`, `节点${nodeName}上的${kind}${name}`);

/** That there is none, in Chinese: `节点 left 上没有端口 tap1`. */
const noneAt = (snapshot: Snapshot, nodeName: string, what: string): string =>
  isAlone(snapshot) ? `没有${what}` : `节点${nodeName}上没有${what}`;

export const checkOvsPort = (snapshot: Snapshot, claim: Placed<OvsPortClaim>): Outcome => {
  const {en: port, zh} = at(snapshot, claim.node, claim.port, '端口');
  const link = at(snapshot, claim.node, claim.port);
  const none = noneAt(snapshot, claim.node, `端口${claim.port}`);
  const exists = sentence(`the port ${port} exists`, `${zh}存在`);
  return inSwitch(snapshot, claim, exists, (bridges) => {
    const candidates = Object.values(bridges).flatMap((bridge): readonly Candidate[] => {
      const found = bridge.ports[claim.port];
      const subject = sentence(`the port ${port}`, zh);
      return found === undefined ? [] : [{subject, exists: EXISTS, aspects: portAspects(claim, bridge, found)}];
    });
    return judge(candidates, {
      absent: claim.absent === true,
      absence: sentence(`no port ${port}`, none),
      missing: () => ({
        expected:
          claim.bridge === undefined
            ? exists
            : sentence(`the port ${port} is in ${claim.bridge}`, `${zh}在${claim.bridge}中`),
        found: isLink(snapshot, claim)
          ? sentence(`${link.en} is a port of no bridge`, `${link.zh}不是任何网桥的端口`)
          : nearestPort(bridges, sentence(`there is no port ${port}`, none), claim),
      }),
    });
  });
};

/** A card that was pulled out of its bridge is there all the same: `ip link` shows it. */
const isLink = (snapshot: Snapshot, {node: name, port}: Placed<OvsPortClaim>): boolean => {
  const links = snapshot.nodes[name]?.namespaces[ROOT_NAMESPACE]?.links;
  return links?.ok === true && port in links.value;
};

const nearestPort = (bridges: Bridges, missing: Text, claim: OvsPortClaim): Text => {
  const names = Object.values(bridges).flatMap(({ports}) => Object.keys(ports));
  if (Object.keys(bridges).length === 0) return sentence('Open vSwitch has no bridge yet', 'Open vSwitch 还没有网桥');
  return othersInstead(missing, claim.port, names);
};

const portAspects = (claim: OvsPortClaim, bridge: OvsBridge, port: OvsPort) => {
  const main = mainInterface(port);
  const options = main?.options ?? {};
  return [
    ...aspects(
      compared(claim.bridge, bridge.name, isIn),
      compared(claim.datapath, bridge.datapath, runsIn),
      compared(claim.untagged === true ? 'none' : claim.tag, port.tag ?? 'none', hasTag),
      compared(claim.trunks, port.trunks, carries, sameNumbers),
      compared(claim['vlan-mode'], vlanModeOf(port), isOfMode),
      compared(claim.type, main?.type ?? 'none', isOfType),
      compared(claim.peer, options['peer'], leadsTo),
      compared(claim['remote-ip'], options['remote_ip'], sendsTo),
      compared(claim.key, options['key'], hasKey),
    ),
    ...(claim.absent === true ? [] : notWorking(main)),
  ];
};

/** A port without a number is a wish in the database and nothing else. */
const notWorking = (main: OvsInterface | undefined): readonly Aspect[] => {
  if (main?.ofport !== undefined && main.error === undefined) return [];
  const works = sentence('works', '可用');
  const found =
    main?.error === undefined
      ? sentence(
          'does not work: the switch could not make it (/var/log/openvswitch/ovs-vswitchd.log says why)',
          '不可用：交换机没能建立它（原因见 /var/log/openvswitch/ovs-vswitchd.log）',
        )
      : sentence(`does not work: ${main.error}`, `不可用：${main.error}`);
  return [aspect(false, works, found)];
};

const isIn = (bridge: string): Text => sentence(`is in ${bridge}`, `在${bridge}中`);
const runsIn = (datapath: string): Text =>
  datapath === 'netdev'
    ? sentence('is switched in user space (netdev)', '在用户态交换（netdev）')
    : sentence(`is switched by the datapath ${datapath}`, `由数据通路${datapath}交换`);
const hasTag = (tag: number | 'none'): Text =>
  tag === 'none' ? sentence('has no tag', '没有标签') : sentence(`has tag ${tag}`, `标签为 ${tag}`);
const carries = (trunks: readonly number[]): Text => {
  const list = listed(trunks.toSorted((a, b) => a - b).map(String));
  return trunks.length === 0
    ? sentence('is not limited to certain VLANs', '不限制 VLAN')
    : sentence(`carries the VLANs ${list.en}`, `承载 VLAN ${list.zh}`);
};
const sameNumbers = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one));
const isOfMode = (mode: string): Text => sentence(`is in VLAN mode ${mode}`, `VLAN 模式为${mode}`);
const isOfType = (type: string): Text => sentence(`is of type ${type}`, `类型为${type}`);
const leadsTo = (peer: string | undefined): Text =>
  peer === undefined
    ? sentence('leads to no other port', '不通往其他端口')
    : sentence(`leads to ${peer}`, `通往${peer}`);
const sendsTo = (remote: string | undefined): Text =>
  remote === undefined ? sentence('has no remote end', '没有远端') : sentence(`sends to ${remote}`, `发往${remote}`);
const hasKey = (key: string | undefined): Text =>
  key === undefined ? sentence('has no key', '没有 key') : sentence(`has key ${key}`, `key 为 ${key}`);

export const checkOvsFlow = (snapshot: Snapshot, claim: Placed<OvsFlowClaim>): Outcome => {
  const bridge = at(snapshot, claim.node, claim.bridge);
  const wanted = claimWords(claim);
  const expected = sentence(`a flow of ${bridge.en}${wanted.en}`, `${bridge.zh}有流表项${wanted.zh}`);
  return inSwitch(snapshot, claim, expected, (bridges) => {
    const found = bridges[claim.bridge];
    if (found === undefined) {
      const none = sentence(`there is no bridge ${bridge.en}`, noneAt(snapshot, claim.node, `网桥${claim.bridge}`));
      return claim.absent === true
        ? met(none)
        : notMet(expected, othersInstead(none, claim.bridge, Object.keys(bridges)));
    }
    if (!found.flows.ok) return unreadable(claim.node, found.flows.why);
    const flows = Object.values(found.flows.value);
    const match = claim.match === undefined ? undefined : withNumbers(claim.match, found);
    return judge(
      flows
        .filter((flow) => match === undefined || sameMatch(match, flow.match))
        .map((flow) => ({
          subject: sentence(
            `the flow of ${bridge.en} for ${flow.match || 'everything'}`,
            `${bridge.zh}中匹配 ${flow.match || '所有帧'} 的流表项`,
          ),
          exists: EXISTS,
          aspects: flowAspects(claim, flow),
        })),
      {
        absent: claim.absent === true,
        absence: sentence(`no flow of ${bridge.en}${wanted.en}`, `${bridge.zh}没有流表项${wanted.zh}`),
        absenceIsWhole: true,
        missing: () => ({expected, found: nearestFlow(flows, bridge, {match: match ?? '', table: claim.table})}),
      },
    );
  });
};

const claimWords = ({table, priority, match, actions}: OvsFlowClaim): Text => {
  const parts = [
    ...(table === undefined ? [] : [`table=${table}`]),
    ...(priority === undefined ? [] : [`priority=${priority}`]),
    ...(match === undefined || match === '' ? [] : [match]),
    ...(actions === undefined ? [] : [`actions=${actions}`]),
  ];
  const written = parts.length === 0 ? '' : ` ${parts.join(' ')}`;
  return sentence(written, written);
};

const flowAspects = (claim: OvsFlowClaim, flow: OvsFlow) =>
  aspects(
    compared(claim.table, flow.table, isInTable),
    compared(claim.priority, flow.priority, hasPriority),
    compared(claim.actions, flow.actions, does, sameActions),
    claim.hits === undefined
      ? undefined
      : aspect(flow.packets >= claim.hits, wantsHits(claim.hits), hasHits(flow.packets)),
  );

const isInTable = (table: number): Text => sentence(`is in table ${table}`, `在表 ${table} 中`);
const hasPriority = (priority: number): Text => sentence(`has priority ${priority}`, `优先级为 ${priority}`);
const does = (actions: string): Text => sentence(`does ${actions}`, `动作为${actions}`);

/** What a flow notes in a register has no name for the switch: `reg5=tap1` is `reg5=0x4` where tap1 has number 4. */
const withNumbers = (match: string, {ports}: OvsBridge): string =>
  match.replaceAll(/(?<=\breg\d+=)[^,\s]+/g, (value) => {
    const port = ports[value];
    return String((port && mainInterface(port)?.ofport) ?? value);
  });

/** The parts of a match stand in any order, and its numbers in hexadecimal or not: a VNI is printed as `0x12c`. */
const sameMatch = (a: string, b: string): boolean => parts(a).join(',') === parts(b).join(',');
const parts = (match: string): readonly string[] =>
  match
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .map((part) => part.replace(/(?<==)0x[\da-f]{1,8}$/, (number) => String(Number(number))))
    .filter((part) => part !== '')
    .toSorted((a, b) => (a < b ? -1 : 1));
const sameActions = (a: string, b: string): boolean => spelled(a) === spelled(b);
/** Two ways to write one thing: a tag is taken off by either. */
const spelled = (actions: string): string =>
  actions.toLowerCase().replaceAll(/\s/g, '').replaceAll('strip_vlan', 'pop_vlan');

const nearestFlow = (
  flows: readonly OvsFlow[],
  bridge: Text,
  {match, table}: {readonly match: string; readonly table: number | undefined},
): Text => {
  if (flows.length === 0) return sentence(`${bridge.en} has no flow at all`, `${bridge.zh}没有任何流表项`);
  const wanted = parts(match);
  const shared = (flow: OvsFlow): number => parts(flow.match).filter((part) => wanted.includes(part)).length;
  const isThere = (flow: OvsFlow): number => Number(flow.table === table);
  const [near] = flows
    .filter((flow) => shared(flow) > 0)
    .toSorted((a, b) => isThere(b) - isThere(a) || shared(b) - shared(a));
  return near === undefined
    ? sentence(`${bridge.en} has no flow for that`, `${bridge.zh}没有这样的流表项`)
    : sentence(
        `the nearest is ${flowKey(near)} actions=${near.actions}`,
        `最接近的是 ${flowKey(near)} actions=${near.actions}`,
      );
};
