import type {Work} from '../work.ts';
import {touched} from './bookkeeping.ts';

/** The port goes: its floating IPs stand for nobody, and its forwarded ports are gone. */
export function releasePort(work: Work, portId: string): void {
  const {tables} = work;
  for (const floating of tables.floatingIps.find('port', portId))
    tables.floatingIps.put(touched(work, {...floating, portId: null, fixedIpAddress: null, routerId: null}));
  dropForwardings(work, portId, () => true);
}

/** Takes forwardings to a port away; the last of a floating IP leaves it without a router. */
export function dropForwardings(work: Work, portId: string, isGone: (address: string) => boolean): void {
  const {tables} = work;
  for (const forwarding of tables.portForwardings.find('port', portId)) {
    if (!isGone(forwarding.internalIpAddress)) continue;
    tables.portForwardings.delete(forwarding.id);
    leaveRouter(work, forwarding.floatingIpId);
  }
}

/** A floating IP without a port and without forwardings has no use for a router. */
export function leaveRouter(work: Work, floatingIpId: string): void {
  const {tables} = work;
  const floating = tables.floatingIps.get(floatingIpId);
  if (floating === undefined || floating.portId !== null || floating.routerId === null) return;
  if (tables.portForwardings.count('floating', floatingIpId) > 0) return;
  tables.floatingIps.put(touched(work, {...floating, routerId: null}));
}
