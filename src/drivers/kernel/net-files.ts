/** What /proc/PID/net tells for nothing about the namespace a process is in: whether a closer look is worth its price. */
import {readFileSync} from 'node:fs';

/** Reads a file of /proc/PID/net; undefined where the process is not (or no longer) on this machine. */
const netFile = (pid: number | undefined, name: string): string | undefined => {
  if (pid === undefined) return undefined;
  try {
    return readFileSync(`/proc/${pid}/net/${name}`, 'utf8');
  } catch {
    return undefined;
  }
};

/**
 * Changes whenever a packet passed: where it stays, no counter of a rule moved. Bridged packets that br_netfilter hands
 * to iptables show only among the interfaces, locally made ones that were dropped only in the protocols.
 */
export const trafficMark = (pid: number | undefined): string | undefined => {
  const [interfaces, protocols] = ['dev', 'snmp'].map((name) => netFile(pid, name));
  return interfaces === undefined || protocols === undefined ? undefined : `${interfaces}${protocols}`;
};

/**
 * Whether there is any TCP or UDP socket. /proc/net/tcp would name those that listen, but walks through the machine's
 * whole hash table (milliseconds).
 */
export const hasSockets = (pid: number | undefined): boolean | undefined => {
  const counts = netFile(pid, 'sockstat');
  if (counts === undefined) return undefined;
  // Without IPv6 there is no second file.
  return /^(?:TCP|UDP)6?: inuse [1-9]/m.test(counts + (netFile(pid, 'sockstat6') ?? ''));
};

const NETLINK_ROUTE = '0';
const NETLINK_NETFILTER = '12';
/** NFNLGRP_NFTABLES as a bit of the mask of groups. */
const NFTABLES_GROUP = 1 << 6;

/** Whether anybody hears link events and nftables events; undefined where that cannot be told. */
export const subscriptions = (
  pid: number | undefined,
): {readonly route: boolean; readonly nftables: boolean} | undefined => {
  const sockets = netFile(pid, 'netlink')
    ?.split('\n')
    .map((line) => line.trim().split(/\s+/));
  if (sockets === undefined) return undefined;
  const has = (protocol: string, hears: (groups: number) => boolean) =>
    sockets.some((words) => words[1] === protocol && hears(Number.parseInt(words[3] ?? '0', 16)));
  return {
    route: has(NETLINK_ROUTE, (groups) => groups !== 0),
    nftables: has(NETLINK_NETFILTER, (groups) => (groups & NFTABLES_GROUP) !== 0),
  };
};
