import type {Link} from '../../state/snapshot.ts';
import {bootsGuest, instances} from '../nova/driver.ts';
import {dhcp} from './dhcp/driver.ts';
import {metadataProxy} from './dhcp/metadata-proxy.ts';
import type {Command, NodeFindings} from './driver.ts';
import {l2population} from './l2population.ts';
import type {L2populationFound} from './l2population.ts';
import {linuxbridge} from './linuxbridge/driver.ts';
import type {LinuxbridgeFound} from './linuxbridge/difference.ts';
import type {Intent} from './memory.ts';
import {portFilter} from './port-filter/driver.ts';
import {isNothing} from './wanted.ts';

export interface DriverCommand {
  readonly driver: string;
  readonly command: Command;
}

/**
 * The commands of all drivers, in the order in which a node's agents come after each other: who makes taps, who wires
 * them, who filters and who tells where others are.
 */
export function differences(intent: Intent, found: NodeFindings): readonly DriverCommand[] {
  const named = (driver: string, commands: readonly Command[]): readonly DriverCommand[] =>
    commands.map((command) => ({driver, command}));
  const nova = isNothing(intent.instances) ? [] : instances.difference(intent.instances, instances.find(found));
  const bridging = isNothing(intent.linuxbridge)
    ? []
    : linuxbridge.difference(intent.linuxbridge, withPlugged(intent, linuxbridge.find(found)));
  return [
    ...named(
      metadataProxy.name,
      isNothing(intent.metadata) ? [] : metadataProxy.difference(intent.metadata, metadataProxy.find(found)),
    ),
    ...named(dhcp.name, isNothing(intent.dhcp) ? [] : dhcp.difference(intent.dhcp, dhcp.find(found))),
    ...named(
      instances.name,
      nova.filter((command) => !bootsGuest(command)),
    ),
    ...named(linuxbridge.name, bridging),
    ...named(
      portFilter.name,
      isNothing(intent.portFilter) ? [] : portFilter.difference(intent.portFilter, portFilter.find(found)),
    ),
    ...named(
      l2population.name,
      isNothing(intent.l2population)
        ? []
        : l2population.difference(intent.l2population, withTunnels(intent, bridging, l2population.find(found))),
    ),
    ...named(instances.name, nova.filter(bootsGuest)),
  ];
}

const withPlugged = (intent: Intent, found: LinuxbridgeFound): LinuxbridgeFound => ({
  ...found,
  links: {...plugged(intent), ...found.links},
});

/** The taps and bridges that will be there once DHCP and Nova have done what they do before the bridge agent looks. */
function plugged(intent: Intent): Readonly<Record<string, Link>> {
  const links: Record<string, Link> = {};
  for (const item of Object.values(intent.dhcp.present))
    if (item.kind === 'plug') links[item.tap] = link(item.tap, item.mtu);
  for (const {power, interfaces} of Object.values(intent.instances.present)) {
    if (power !== 'running') continue;
    for (const {tap, bridge, mtu} of interfaces) {
      links[tap] = {...link(tap, mtu), master: bridge};
      links[bridge] = link(bridge, mtu);
    }
  }
  return links;
}

/** Entries can be put into a tunnel interface that is only being made; those of one that is made anew go with it. */
function withTunnels(intent: Intent, bridging: readonly Command[], found: L2populationFound): L2populationFound {
  const deleted = new Set(bridging.flatMap((command) => deletedLink(command) ?? []));
  return {
    fdb: found.fdb.filter(({dev}) => !deleted.has(dev)),
    neighbours: found.neighbours.filter(({dev}) => !deleted.has(dev)),
    links: new Set([
      ...found.links,
      ...Object.values(intent.linuxbridge.present).flatMap((item) =>
        item.kind === 'segment' && item.uplink.kind === 'vxlan' ? [item.uplink.link] : [],
      ),
    ]),
  };
}

const deletedLink = (command: Command): string | undefined =>
  command.kind === 'run' && command.argv.slice(0, 3).join(' ') === 'ip link del' ? command.argv[3] : undefined;

const link = (name: string, mtu: number): Link => ({
  name,
  index: 0,
  kind: 'veth',
  mtu,
  up: true,
  carrier: true,
  state: 'UP',
  addresses: {},
});
