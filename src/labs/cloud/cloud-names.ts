import {DHCP_PORT, isInstancePort} from '../../drivers/neutron/model.ts';
import type {CloudState, Instance, Network, Port} from '../../drivers/neutron/model.ts';
import {
  bridgeName,
  dhcpLinkName,
  dhcpNamespace,
  ipsetName,
  chainPrefix,
  portChain,
  tapName,
  vxlanName,
} from '../../drivers/neutron/naming.ts';
import {hybridBridge, hybridBridgeEnd, hybridSwitchEnd} from '../../drivers/neutron/openvswitch/naming.ts';
import type {Meaning, Names} from '../../state/names.ts';
import {balancerOfVip, balancingNames} from './balancing-names.ts';
import {spaced, type Text} from '../../state/text.ts';

/** Names in a drawing stay short; API names may have 255 characters. */
const MOST_CHARACTERS = 20;

/**
 * What the kernel names that agents cut from ids stand for, and the ids themselves. NICs that a flat or VLAN network
 * uses keep their own name; a VXLAN device is explained where only one network has its VNI.
 */
export const cloudNames = (state: CloudState): Names => {
  const networks = Object.values(state.networks);
  const instances = Object.values(state.instances);
  const nameOfNetwork = callNames(networks);
  const nameOfInstance = callNames(instances);
  const vnis = Map.groupBy(networks, ({segmentationId}) => segmentationId);
  return Object.fromEntries([
    ...networks.flatMap((network) => {
      const isAlone = network.networkType === 'vxlan' && vnis.get(network.segmentationId)?.length === 1;
      return networkNames(network, nameOfNetwork(network), isAlone);
    }),
    ...Object.values(state.subnets).map((subnet) => [subnet.id, subnetMeaning(callName(subnet), subnet.cidr)] as const),
    ...groupNames(Object.values(state.securityGroups ?? {}), 'security group', '安全组'),
    ...groupNames(Object.values(state.addressGroups ?? {}), 'address group', '地址组'),
    ...balancingNames(state.loadBalancing, callName),
    ...instances.flatMap((instance) => instanceNames(instance, nameOfInstance(instance))),
    ...Object.values(state.ports).flatMap((port) => {
      const instance = state.instances[port.deviceId];
      const network = state.networks[port.networkId];
      return portNames(port, {
        instance: instance && {instance, name: nameOfInstance(instance)},
        balancer: balancerOfVip(state.loadBalancing, port.id, callName),
        network: network === undefined ? port.networkId.slice(0, 8) : nameOfNetwork(network),
      });
    }),
  ]);
};

type Entry = readonly [name: string, meaning: Meaning];

interface Called {
  readonly id: string;
  readonly name: string;
}

/** What people call it, on one line and not too long; where it has no name, the part of its id that is unlike others. */
const callName = ({id, name}: Called): string => {
  const printable = name.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  if (printable === '') return id.slice(0, 8);
  const characters = Array.from(printable);
  return characters.length <= MOST_CHARACTERS ? printable : `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…`;
};

/** Names need not be unique; those that are not get a part of the id. */
const callNames = <T extends Called>(all: readonly T[]): ((one: T) => string) => {
  const same = Map.groupBy(all, callName);
  return (one) => {
    const name = callName(one);
    return (same.get(name)?.length ?? 0) < 2 || name === one.id.slice(0, 8) ? name : `${name} ${one.id.slice(0, 4)}`;
  };
};

const meaning = (short: Text | string, long: Text): Meaning => ({
  short: typeof short === 'string' ? {en: short, zh: short} : short,
  long,
});

const ofName = (name: string, en: string, zh: string): Text => ({
  en: `${en} of ${name}`,
  zh: `${spaced(name).trimStart()}的${spaced(zh).trimEnd()}`,
});

const networkNames = (network: Network, name: string, hasOwnVni: boolean): readonly Entry[] => {
  const dhcp = ofName(name, 'DHCP', 'DHCP');
  const whole = {en: `network ${name}`, zh: `网络${spaced(name).trimEnd()}`};
  return [
    [network.id, meaning(name, whole)],
    [bridgeName(network.id), meaning(name, {en: `bridge of ${whole.en}`, zh: `${spaced(whole.zh).trimStart()}的网桥`})],
    [
      dhcpNamespace(network.id),
      meaning(dhcp, {en: `DHCP server of ${whole.en}`, zh: `${spaced(whole.zh).trimStart()}的 DHCP 服务`}),
    ],
    ...(hasOwnVni && network.segmentationId !== null
      ? [
          [
            vxlanName(network.segmentationId),
            meaning(name, {en: `tunnel of ${whole.en}`, zh: `${spaced(whole.zh).trimStart()}的隧道`}),
          ] as const,
        ]
      : []),
  ];
};

const subnetMeaning = (name: string, cidr: string): Meaning =>
  meaning(name, {en: `subnet ${name}, ${cidr}`, zh: `子网${spaced(name).trimEnd()}，${cidr}`});

/** A group's id, and the sets of its addresses. Every project has a group called `default`. */
const groupNames = (groups: readonly Called[], en: string, zh: string): readonly Entry[] => {
  const nameOf = callNames(groups);
  return groups.flatMap((group): readonly Entry[] => {
    const name = nameOf(group);
    const whole = {en: `${en} ${name}`, zh: `${zh}${spaced(name).trimEnd()}`};
    const set = (version: 4 | 6): Entry => [
      ipsetName(group.id, version),
      meaning(ofName(name, 'addresses', '地址'), {
        en: `IPv${version} addresses of ${whole.en}`,
        zh: `${spaced(whole.zh).trimStart()}的 IPv${version} 地址`,
      }),
    ];
    return [[group.id, meaning(name, whole)], set(4), set(6)];
  });
};

const instanceNames = (instance: Instance, name: string): readonly Entry[] => {
  const is = meaning(name, {en: `instance ${name}`, zh: `实例${spaced(name).trimEnd()}`});
  return [
    [instance.id, is],
    [instance.instanceName, is],
  ];
};

interface PortContext {
  readonly instance: {readonly instance: Instance; readonly name: string} | undefined;
  /** The name of the load balancer whose VIP it has. */
  readonly balancer: string | undefined;
  /** What its network is called. */
  readonly network: string;
}

const portNames = (port: Port, context: PortContext): readonly Entry[] => {
  const is = portMeaning(port, context);
  const tap = tapName(port.id);
  if (port.deviceOwner === DHCP_PORT || context.balancer !== undefined)
    return [
      [port.id, is],
      [tap, is],
      [dhcpLinkName(port.id), is],
    ];
  const way = (en: string, zh: string): Meaning =>
    meaning(
      {en: `${is.short.en}, ${en}`, zh: `${is.short.zh}，${zh}`},
      {en: `${is.long.en}: ${en}`, zh: `${is.long.zh}：${zh}`},
    );
  return [
    [port.id, is],
    [tap, is],
    ...(port.binding.vifType === 'ovs' ? switchNames(port, is) : []),
    [portChain('i', tap, chainPrefix(port.binding)), way('into it', '流入')],
    [portChain('o', tap, chainPrefix(port.binding)), way('out of it', '流出')],
    [portChain('s', tap, chainPrefix(port.binding)), way('its sources', '允许的源')],
  ];
};

/** What os-vif and the Open vSwitch agent name after a port. */
const switchNames = ({id, binding}: Port, is: Meaning): readonly Entry[] =>
  binding.hybridPlug === true
    ? [
        [hybridBridge(id), is],
        [hybridBridgeEnd(id), is],
        [hybridSwitchEnd(id), is],
      ]
    : [];

const portMeaning = (port: Port, {instance, balancer, network}: PortContext): Meaning => {
  const addresses = port.fixedIps.map(({ipAddress}) => ipAddress);
  const at = (text: Text): Text =>
    addresses.length === 0
      ? text
      : {en: `${text.en}, ${addresses.join(', ')}`, zh: `${text.zh}，${addresses.join('、')}`};
  if (port.deviceOwner === DHCP_PORT)
    return meaning(
      ofName(network, 'DHCP', 'DHCP'),
      at({en: `DHCP port of network ${network}`, zh: `网络${spaced(network)}的 DHCP 端口`}),
    );
  if (balancer !== undefined)
    return meaning(
      ofName(balancer, 'VIP', 'VIP'),
      at({en: `VIP of load balancer ${balancer}`, zh: `负载均衡器${spaced(balancer)}的 VIP`}),
    );
  if (instance !== undefined && isInstancePort(port)) {
    const {name} = instance;
    const position = instance.instance.portIds.indexOf(port.id);
    // Which of several cards: as the instance itself names it.
    const short = instance.instance.portIds.length < 2 || position === -1 ? name : `${name} eth${position}`;
    return meaning(short, at({en: `port of instance ${name}`, zh: `实例${spaced(name)}的端口`}));
  }
  const short = port.name === '' ? (addresses[0] ?? port.id.slice(0, 8)) : callName(port);
  return meaning(
    short,
    at({
      en: `port ${callName(port)} of network ${network}`,
      zh: `网络${spaced(network)}的端口${spaced(callName(port)).trimEnd()}`,
    }),
  );
};
