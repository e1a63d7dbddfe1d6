import {neutronErrors} from './errors.ts';
import {show} from './python-text.ts';
import * as check from './validators.ts';

/** Why a list of addresses, routes or options is refused, in neutron-lib's words (api/validators). */

export function pools(value: unknown): string | undefined {
  if (!Array.isArray(value)) return `Invalid data format for IP pool: '${show(value)}'`;
  return check.firstFault(
    value,
    (pool) =>
      check.keysAre(['start', 'end'], pool) ??
      (check.isObject(pool) ? (check.ipAddress(pool['start']) ?? check.ipAddress(pool['end'])) : undefined),
  );
}

export function nameservers(value: unknown): string | undefined {
  if (!Array.isArray(value)) return `Invalid data format for nameserver: '${show(value)}'`;
  return check.firstFault(
    value.map((host: unknown, place) => ({host, again: value.indexOf(host) < place})),
    (entry) => {
      const {host, again} = entry as {host: unknown; again: boolean};
      const why = check.ipAddress(host);
      if (why !== undefined) return `'${show(host)}' is not a valid nameserver. ${why}`;
      return again ? `Duplicate nameserver '${show(host)}'` : undefined;
    },
  );
}

export function hostRoutes(value: unknown): string | undefined {
  if (!Array.isArray(value)) return `Invalid data format for hostroute: '${show(value)}'`;
  const seen = new Set<string>();
  return check.firstFault(value, (route) => {
    const why = check.keysAre(['destination', 'nexthop'], route);
    if (why !== undefined || !check.isObject(route)) return why;
    const key = `${show(route['destination'])} ${show(route['nexthop'])}`;
    const again = seen.has(key) ? `Duplicate hostroute '${show(route)}'` : undefined;
    seen.add(key);
    return check.routeCidr(route['destination']) ?? check.ipAddress(route['nexthop']) ?? again;
  });
}

export function fixedIps(value: unknown): string | undefined {
  if (!Array.isArray(value)) return `Invalid data format for fixed IP: '${show(value)}'`;
  const seen = new Set<unknown>();
  return check.firstFault(value, (fixed) => {
    if (!check.isObject(fixed)) return `Invalid data format for fixed IP: '${show(fixed)}'`;
    const ip = fixed['ip_address'];
    if ('ip_address' in fixed) {
      if (seen.has(ip)) return `Duplicate IP address '${show(ip)}'`;
      seen.add(ip);
    }
    return (
      ('ip_address' in fixed ? check.ipAddress(ip) : undefined) ??
      ('subnet_id' in fixed ? check.uuid(fixed['subnet_id']) : undefined)
    );
  });
}

/** `max_allowed_address_pair` */
const MOST_PAIRS = 10;

export function addressPairs(value: unknown): string | undefined {
  if (!Array.isArray(value)) throw neutronErrors.httpBadRequest('Allowed address pairs must be a list.');
  if (value.length > MOST_PAIRS) throw neutronErrors.tooManyPairs(MOST_PAIRS);
  const seen = new Set<string>();
  for (const pair of value as readonly unknown[]) {
    if (!check.isObject(pair)) return `'${show(pair)}' is not a dictionary`;
    const {ip_address: ip, mac_address: mac, ...others} = pair;
    const badMac = mac === undefined ? undefined : check.macAddress(mac);
    if (badMac !== undefined) throw neutronErrors.httpBadRequest(badMac);
    if (ip === undefined) throw neutronErrors.pairWithoutAddress();
    const key = `${show(mac)} ${show(ip)}`;
    if (seen.has(key)) throw neutronErrors.duplicatePair(show(mac), show(ip));
    seen.add(key);
    const unknown = Object.keys(others);
    if (unknown.length > 0) throw neutronErrors.httpBadRequest(`Unrecognized attribute(s) '${unknown.join(', ')}'`);
    const badIp = typeof ip === 'string' && ip.includes('/') ? check.subnet(ip) : check.ipAddress(ip);
    if (badIp !== undefined) throw neutronErrors.httpBadRequest(badIp);
  }
  return undefined;
}

export function dhcpOptions(value: unknown): string | undefined {
  if (!Array.isArray(value)) return `Invalid data format for extra dhcp options: '${show(value)}'`;
  return check.firstFault(value, (option) => {
    if (!check.isObject(option)) return `'${show(option)}' is not a dictionary`;
    const version = option['ip_version'];
    return (
      check.string(64)(option['opt_name']) ??
      check.stringOrNone(255)(option['opt_value'] ?? null) ??
      (version === undefined || version === 4 || version === 6 || version === '4' || version === '6'
        ? undefined
        : `${show(version)} is not in valid_values`)
    );
  });
}
