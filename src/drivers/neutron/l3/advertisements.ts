import type {Text} from '../../../state/text.ts';
import {forRouter, run, write} from '../command-words.ts';
import type {Command, FoundProcess} from '../driver.ts';
import type {CloudState, Ipv6Mode, Port} from '../model.ts';
import {PROXY_PIDS} from '../metadata-proxy.ts';
import {isActive} from './ha-copy.ts';
import type {RouterItem} from './plan.ts';

/** What a router tells a network inside about IPv6. */
export interface Advertisement {
  readonly link: string;
  readonly mtu: number;
  /** In the order of the port's addresses; without a mode the subnet is none of the instances' business. */
  readonly prefixes: readonly {readonly cidr: string; readonly mode: Ipv6Mode | null}[];
  readonly nameservers: readonly string[];
}

/** radvd takes three. */
const MOST_NAMESERVERS = 3;

/** Undefined where the port has no IPv6 subnet. */
export function advertisementOf(cloud: CloudState, port: Port, link: string): Advertisement | undefined {
  const subnets = port.fixedIps
    .flatMap(({subnetId}) => cloud.subnets[subnetId] ?? [])
    .filter((subnet) => subnet.ipVersion === 6);
  if (subnets.length === 0) return undefined;
  return {
    link,
    mtu: cloud.networks[port.networkId]?.mtu ?? 0,
    prefixes: subnets.map(({cidr, ipv6RaMode: mode}) => ({cidr, mode})),
    nameservers: subnets
      .flatMap((subnet) => (subnet.ipv6RaMode === 'slaac' ? subnet.dnsNameservers : []))
      .slice(0, MOST_NAMESERVERS),
  };
}

export const advertisementFile = (routerId: string): string => `/var/lib/neutron/ra/${routerId}.radvd.conf`;

/** Byte by byte what neutron.agent.linux.ra writes, with the lines that its template leaves blank. */
export const radvdConfiguration = (advertisements: readonly Advertisement[]): string =>
  advertisements.map(interfaceBlock).join('');

function interfaceBlock({link, mtu, prefixes, nameservers}: Advertisement): string {
  const has = (mode: Ipv6Mode) => prefixes.some((one) => one.mode === mode);
  const optional = (line: string | undefined) => (line === undefined ? '   ' : `   \n   ${line}\n   `);
  const blocks = (wanted: readonly Ipv6Mode[], autonomous: 'on' | 'off') =>
    prefixes
      .filter(({mode}) => mode !== null && wanted.includes(mode))
      .map(
        ({cidr}) =>
          `   \n   prefix ${cidr}\n   {\n        AdvOnLink on;\n        AdvAutonomous ${autonomous};\n   };\n`,
      )
      .join('');
  return `interface ${link}
{
   AdvSendAdvert on;
   MinRtrAdvInterval 30;
   MaxRtrAdvInterval 100;

${optional(mtu >= 1280 ? `AdvLinkMTU ${mtu};` : undefined)}

${optional(has('dhcpv6-stateless') ? 'AdvOtherConfigFlag on;' : undefined)}

${optional(has('dhcpv6-stateful') ? 'AdvManagedFlag on;' : undefined)}

${optional(nameservers.length > 0 ? `RDNSS ${nameservers.map((one) => ` ${one} `).join('')} {};` : undefined)}

${blocks(['slaac', 'dhcpv6-stateless'], 'on')}   

${blocks(['dhcpv6-stateful'], 'off')}   
};`;
}

const text = (en: string, zh: string): Text => ({en, zh});

const radvdOf = (routerId: string, processes: readonly FoundProcess[]): FoundProcess | undefined =>
  processes.find(({argv}) => argv[0] === 'radvd' && argv.includes(advertisementFile(routerId)));

interface Found {
  readonly file: (path: string) => string | undefined;
  readonly processes: readonly FoundProcess[];
}

/** radvd, where there is something to tell and the router is active here; it takes a new file without a pause. */
export function advertise(item: RouterItem, found: Found): readonly Command[] {
  const {routerId, namespace, advertisements} = item;
  if (advertisements.length === 0 || !isActive(item)) return endAdvertising(item, found);
  const router = forRouter(routerId);
  const path = advertisementFile(routerId);
  const content = radvdConfiguration(advertisements);
  const radvd = radvdOf(routerId, found.processes);
  const isNew = found.file(path) !== content;
  const commands: Command[] = [];
  if (isNew)
    commands.push(
      write(
        router,
        text('Which IPv6 prefixes the router advertises, and how.', '路由器通告哪些 IPv6 前缀，以及如何通告。'),
        path,
        content,
      ),
    );
  if (radvd?.namespace === namespace) {
    if (isNew)
      commands.push(
        run(router, text('radvd reads its file again.', '让 radvd 重新读取配置文件。'), `kill -HUP ${radvd.pid}`),
      );
    return commands;
  }
  if (radvd !== undefined)
    commands.push(run(router, text('It runs for what was before.', '它仍按旧状态运行。'), `kill ${radvd.pid}`));
  return [
    ...commands,
    run(
      router,
      text(
        'Instances hear the prefix from the router and make their addresses themselves.',
        '实例从路由器得知前缀，自己生成地址。',
      ),
      `radvd -C ${path} -p ${PROXY_PIDS}/${routerId}.pid.radvd -m syslog`,
      {namespace},
    ),
  ];
}

export function endAdvertising({routerId}: RouterItem, {file, processes}: Found): readonly Command[] {
  const router = forRouter(routerId);
  const why = text('The router advertises nothing here.', '该路由器在此不再通告。');
  const radvd = radvdOf(routerId, processes);
  const path = advertisementFile(routerId);
  return [
    ...(radvd === undefined ? [] : [run(router, why, `kill ${radvd.pid}`)]),
    ...(file(path) === undefined ? [] : [write(router, why, path, undefined)]),
  ];
}
