import type {PortRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import {releasePort} from './floating-release.ts';

/** Takes a port away, and from its instance too, as Nova does when Neutron tells it (network-vif-deleted). */
export function deletePortRecord(work: Work, port: PortRecord): void {
  forgetInterface(work, port);
  releasePort(work, port.id);
  work.tables.ports.delete(port.id);
}

/** The instance that had the port has it no more. */
export function forgetInterface({tables, now}: Work, port: PortRecord): void {
  const server = tables.servers.get(port.deviceId);
  if (server?.portIds.includes(port.id) !== true) return;
  const without = (ids: readonly string[]) => ids.filter((id) => id !== port.id);
  tables.servers.put({
    ...server,
    portIds: without(server.portIds),
    ownPortIds: without(server.ownPortIds),
    updatedAt: now,
  });
}
