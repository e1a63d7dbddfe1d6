import type {Link} from '../../state/snapshot.ts';
import {bootsGuest, instances} from '../nova/driver.ts';
import {dhcp} from './dhcp/driver.ts';
import {metadataProxy} from './dhcp/metadata-proxy.ts';
import type {Command, NodeFindings} from './driver.ts';
import {differenceLater, isAnnouncement, l3, waitsForQuiet} from './l3/driver.ts';
import type {L3Found} from './l3/driver.ts';
import {keepsAlive} from './l3/ha-copy.ts';
import {l2population} from './l2population.ts';
import type {L2populationFound} from './l2population.ts';
import {isServing, lbaas} from './lbaas/driver.ts';
import {linuxbridge} from './linuxbridge/driver.ts';
import type {LinuxbridgeFound} from './linuxbridge/difference.ts';
import type {Intent} from './memory.ts';
import {openvswitch} from './openvswitch/driver.ts';
import {makesBridges, openvswitchDifference} from './openvswitch/difference.ts';
import {portFilter} from './port-filter/driver.ts';
import {qos} from './qos/driver.ts';
import type {QosFound} from './qos/driver.ts';
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
  const serving = isNothing(intent.dhcp) ? [] : dhcp.difference(intent.dhcp, dhcp.find(found));
  const routing = isNothing(intent.l3) ? [] : routingOf(intent, l3.find(found));
  const balancing = isNothing(intent.lbaas) ? [] : lbaas.difference(intent.lbaas, lbaas.find(found));
  const wiring = withRewired(intent, [...serving, ...routing, ...balancing]);
  const bridging = isNothing(wiring)
    ? []
    : linuxbridge.difference(wiring, withPlugged(intent, linuxbridge.find(found)));
  const switching = isNothing(intent.openvswitch)
    ? []
    : openvswitchDifference(intent.openvswitch, openvswitch.find(found));
  return [
    ...named(openvswitch.name, switching.filter(makesBridges)),
    ...named(
      metadataProxy.name,
      isNothing(intent.metadata) ? [] : metadataProxy.difference(intent.metadata, metadataProxy.find(found)),
    ),
    ...named(dhcp.name, serving),
    ...named(
      l3.name,
      routing.filter((command) => !isAnnouncement(command) && !keepsAlive(command)),
    ),
    ...named(
      lbaas.name,
      balancing.filter((command) => !isServing(command)),
    ),
    ...named(
      instances.name,
      nova.filter((command) => !bootsGuest(command)),
    ),
    ...named(linuxbridge.name, bridging),
    ...named(
      openvswitch.name,
      switching.filter((command) => !makesBridges(command)),
    ),
    ...named(
      portFilter.name,
      isNothing(intent.portFilter) ? [] : portFilter.difference(intent.portFilter, portFilter.find(found)),
    ),
    ...named(qos.name, isNothing(intent.qos) ? [] : qos.difference(intent.qos, withTaps(intent, qos.find(found)))),
    ...named(
      l2population.name,
      isNothing(intent.l2population)
        ? []
        : l2population.difference(intent.l2population, withTunnels(intent, bridging, l2population.find(found))),
    ),
    ...named(l3.name, routing.filter(isAnnouncement)),
    ...named(l3.name, routing.filter(keepsAlive)),
    ...named(instances.name, nova.filter(bootsGuest)),
    ...named(lbaas.name, balancing.filter(isServing)),
  ];
}

const routingOf = ({l3: desired, isLater}: Intent, found: L3Found): readonly Command[] =>
  isLater === true
    ? differenceLater(desired, found)
    : l3.difference(desired, found).filter((command) => !waitsForQuiet(command));

/** The bridge agent sees a device that comes anew, though its port did not change. */
function withRewired({linuxbridge: wanted, wires}: Intent, commands: readonly Command[]): Intent['linuxbridge'] {
  const made = new Set(
    commands.flatMap((command) =>
      command.kind === 'run' && command.argv.slice(0, 3).join(' ') === 'ip link add' ? [command.argv[3]] : [],
    ),
  );
  const anew = Object.entries(wires).filter(([, item]) => item.kind === 'tap' && made.has(item.tap));
  return {...wanted, present: {...wanted.present, ...Object.fromEntries(anew)}};
}

const withPlugged = (intent: Intent, found: LinuxbridgeFound): LinuxbridgeFound => ({
  ...found,
  links: {...plugged(intent), ...found.links},
});

/**
 * The taps and bridges that will be there once DHCP, L3, load balancing and Nova have done what they do before the
 * bridge agent looks.
 */
function plugged(intent: Intent): Readonly<Record<string, Link>> {
  const links: Record<string, Link> = {};
  for (const item of [...Object.values(intent.dhcp.present), ...Object.values(intent.lbaas.present)])
    if (item.kind === 'plug') links[item.tap] = link(item.tap, item.mtu);
  for (const {interfaces} of Object.values(intent.l3.present))
    for (const {tap, mtu} of interfaces) links[tap] = link(tap, mtu);
  for (const {power, interfaces} of Object.values(intent.instances.present)) {
    if (power !== 'running') continue;
    for (const {tap, bridge, mtu} of interfaces) {
      links[tap] = {...link(tap, mtu), master: bridge};
      links[bridge] = link(bridge, mtu);
    }
  }
  return links;
}

/** A limit can be put on a tap that is only being made. */
const withTaps = (intent: Intent, found: QosFound): QosFound => ({
  ...found,
  links: new Set([...found.links, ...Object.keys(plugged(intent))]),
});

/** Entries can be put into a tunnel interface that is only being made; those of one that goes go with it. */
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
