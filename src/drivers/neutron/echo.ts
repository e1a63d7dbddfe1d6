import {isDeepStrictEqual} from 'node:util';
import type {CloudState, Instance, Port} from './model.ts';

/** All that agents act on; a status is what they report themselves. */
const PORT = {
  id: true,
  name: true,
  projectId: true,
  networkId: true,
  macAddress: true,
  adminStateUp: true,
  deviceId: true,
  deviceOwner: true,
  fixedIps: true,
  binding: true,
  portSecurityEnabled: true,
  securityGroups: true,
  allowedAddressPairs: true,
  extraDhcpOpts: true,
  qosPolicyId: true,
} satisfies Record<keyof Omit<Port, 'status'>, true>;

const INSTANCE = {
  id: true,
  name: true,
  projectId: true,
  instanceName: true,
  reboots: true,
  host: true,
  power: true,
  portIds: true,
  userData: true,
  publicKey: true,
} satisfies Record<keyof Instance, true>;

/**
 * Whether the cloud differs from before, and only in what agents themselves reported: an answer to it would be
 * answered again, for ever.
 */
export function isEcho(before: CloudState, now: CloudState): boolean {
  const {ports, instances, ...rest} = now;
  const {ports: portsBefore, instances: instancesBefore, ...restBefore} = before;
  const isSame = ports === portsBefore && instances === instancesBefore;
  return (
    !isSame &&
    isDeepStrictEqual(rest, restBefore) &&
    sameRecords(portsBefore, ports, PORT) &&
    sameRecords(instancesBefore, instances, INSTANCE)
  );
}

type Records = Readonly<Record<string, object>>;

function sameRecords(before: Records, now: Records, fields: Readonly<Record<string, true>>): boolean {
  const ids = Object.keys(now);
  if (ids.length !== Object.keys(before).length) return false;
  const part = (record: object) => Object.entries(record).filter(([key]) => fields[key] === true);
  return ids.every((id) => {
    const [one, other] = [before[id], now[id]];
    if (one === undefined || other === undefined) return false;
    return one === other || isDeepStrictEqual(new Map(part(one)), new Map(part(other)));
  });
}
