import type {CloudState, SecurityGroupRule} from '../../../src/drivers/neutron/model.ts';
import type {Node} from '../../../src/drivers/hosts/host.ts';
import {script} from '../open-sandbox.ts';
import {waitUntil} from '../wait-until.ts';
import {address, cloudWith, portId} from './make-cloud.ts';
import type {TestCloud} from './open-cloud.ts';

/** The id of a security group by a letter that stands for it. */
export const groupId = (letter: string): string => {
  const number = letter.charCodeAt(0).toString(16);
  return `e${number.padStart(7, '0')}-00e0-4000-8000-${number.padStart(12, '0')}`;
};

/** A rule in short: `a in tcp 80`, `a in tcp 80:90 from b`, `a out IPv6`, `a in udp from 10.0.0.0/8`, `a in from @x`. */
export function rule(words: string): SecurityGroupRule {
  const match = /^(\w) (in|out)(?: (IPv6))?(?: (?!from)([\w-]+))?(?: (\d+)(?:[:/](\d+))?)?(?: from (\S+))?$/.exec(
    words,
  );
  if (match === null) throw new Error(`Not a rule: ${words}`);
  const [, group = '', way, six, protocol, min, max, remote] = match;
  const low = min === undefined ? null : Number(min);
  return {
    id: words,
    securityGroupId: groupId(group),
    direction: way === 'in' ? 'ingress' : 'egress',
    ethertype: six === undefined ? 'IPv4' : 'IPv6',
    protocol: protocol ?? null,
    portRangeMin: low,
    portRangeMax: max === undefined ? low : Number(max),
    remoteIpPrefix: remote?.includes('/') === true ? remote : null,
    remoteGroupId: remote?.length === 1 ? groupId(remote) : null,
    remoteAddressGroupId: remote?.startsWith('@') === true ? groupId(remote.slice(1)) : null,
  };
}

export interface Grouped {
  /** Where each instance is: vm1, vm2… */
  readonly hosts: readonly string[];
  /** The groups of each, by their letters. */
  readonly groups: readonly string[];
  readonly rules: readonly string[];
  /** Letters of groups that do not track connections. */
  readonly stateless?: string;
  /** Address groups by letter. */
  readonly addresses?: Readonly<Record<string, readonly string[]>>;
}

/** A network with instances whose ports have these groups and nothing else. */
export function groupedCloud({hosts, groups, rules, stateless = '', addresses = {}}: Grouped): CloudState {
  const cloud = cloudWith(hosts);
  const letters = [...new Set([...groups.join('').split(''), ...rules.map((words) => words[0] ?? '')])];
  const ports = Object.fromEntries(
    Object.values(cloud.ports).map((port) => {
      const number = hosts.findIndex((_, place) => portId(place + 1) === port.id);
      const own = number < 0 ? [] : (groups[number] ?? '').split('').map(groupId);
      return [port.id, {...port, securityGroups: own}];
    }),
  );
  const named = (letter: string) => ({id: groupId(letter), name: letter, projectId: 'demo'});
  return {
    ...cloud,
    ports,
    securityGroups: Object.fromEntries(
      letters.map((letter) => [groupId(letter), {...named(letter), stateful: !stateless.includes(letter)}]),
    ),
    securityGroupRules: Object.fromEntries(rules.map((words) => [words, rule(words)])),
    addressGroups: Object.fromEntries(
      Object.entries(addresses).map(([letter, list]) => [groupId(letter), {...named(letter), addresses: list}]),
    ),
  };
}

/** An instance, to do things in. */
export interface Guest {
  readonly address: string;
  readonly node: Node;
  readonly run: (text: string) => Promise<string>;
  /** Whether a command ends well. */
  readonly can: (text: string) => Promise<boolean>;
}

/** Sends back what comes to any of the ports that are named. In Python: the project's own folder need not be seen in a node. */
const UDP_ECHO = `python3 -c '
import selectors, socket, sys
waiting = selectors.DefaultSelector()
for port in sys.argv[1:]:
    opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    opened.bind(("", int(port)))
    waiting.register(opened, selectors.EVENT_READ)
while True:
    for key, _ in waiting.select():
        key.fileobj.sendto(*key.fileobj.recvfrom(2048))
'`;

/** Waits for its address, and lets it answer on ports: of TCP with a page, of UDP with what it was told. */
export async function guestOf(
  cloud: TestCloud,
  host: string,
  number: number,
  {tcp = [], udp = []}: {readonly tcp?: readonly number[]; readonly udp?: readonly number[]} = {},
): Promise<Guest> {
  const node = cloud.node(host);
  const namespace = `instance-vm${number}`;
  const run = (text: string) => script(node, text, {namespace});
  await waitUntil(
    async () => (await run('ip addr show eth0')).includes(`inet ${address(number)}/`),
    () => `vm${number} has its address by DHCP`,
    10_000,
  );
  const starts = [
    ...tcp.map((port) => `busybox httpd -f -p ${port} -h /proc/self`),
    ...(udp.length === 0 ? [] : [`${UDP_ECHO} ${udp.join(' ')}`]),
  ];
  for (const words of starts) await run(`setsid ${words} </dev/null >/dev/null 2>&1 &`);
  await waitUntil(
    async () => {
      const listening = await run('ss -Hltun');
      return [...tcp, ...udp].every((port) => listening.includes(`:${port} `));
    },
    () => `vm${number} listens on ${[...tcp, ...udp].join(', ')}`,
  );
  return {
    address: address(number),
    node,
    run,
    async can(text) {
      const result = await node.run(['bash', '-c', text], {namespace, timeoutMs: 10_000});
      return result.ok;
    },
  };
}

/** What one instance may try of another: `icmp`, `tcp 80`, `udp 53`. */
export async function reaches(from: Guest, to: Guest, what: string): Promise<boolean> {
  const [protocol, port = ''] = what.split(' ');
  switch (protocol) {
    case 'icmp':
      return from.can(`ping -c 1 -W 1 ${to.address}`);
    case 'tcp':
      return from.can(`nc -z -w 1 ${to.address} ${port}`);
    case 'udp':
      return from.can(`[[ $(echo hello | nc -u -w 1 ${to.address} ${port}) == hello ]]`);
    default:
      throw new Error(`Not tried: ${what}`);
  }
}
