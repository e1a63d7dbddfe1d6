import {valueOf, type Link, type NamespaceSnapshot, type Snapshot} from '../../state/snapshot.ts';

/**
 * Whether the kernel has finished what follows from the last commands. It moves a link's operstate, and with it the
 * state of a bridge port, up to a second after the carrier came or went (net/core/link_watch.c): a frame sent meanwhile
 * is lost, and a ping then proves nothing.
 */
export const isSettled = (snapshot: Snapshot): boolean =>
  Object.values(snapshot.nodes).every(({namespaces}) => Object.values(namespaces).every(areLinksSettled));

function areLinksSettled({links}: NamespaceSnapshot): boolean {
  const byName = valueOf(links) ?? {};
  return Object.values(byName).every((link) => isLinkSettled(link) && isPortSettled(link, byName));
}

function isLinkSettled({kind, up, carrier, state}: Link): boolean {
  if (up && carrier) {
    // Kinds without a carrier of their own (lo, tun, vxlan) stay UNKNOWN for ever; so does a bridge that never had a port.
    if (state === 'UNKNOWN') return kind !== 'veth';
    return state !== 'DOWN' && state !== 'LOWERLAYERDOWN';
  }
  return state !== 'UP';
}

function isPortSettled(link: Link, byName: Readonly<Record<string, Link>>): boolean {
  const bridge = link.master === undefined ? undefined : byName[link.master];
  // With STP a port listens and learns for half a minute; that is the lab's subject then.
  if (link.port === undefined || bridge?.bridge === undefined || bridge.bridge.stp) return true;
  const shouldForward = link.up && link.carrier && bridge.up;
  return shouldForward === (link.port.state.toLowerCase() === 'forwarding');
}
