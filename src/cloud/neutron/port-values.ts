import type {AddressPair, DhcpOption} from '../../drivers/neutron/model.ts';
import {formatCidr, formatIp, parseCidr, parseIp} from '../addresses/ip.ts';
import {sanitizeMac} from '../addresses/mac.ts';
import type {WantedIp} from './addresses.ts';
import {neutronErrors} from './errors.ts';

/** What a request may say of a port, after the attribute map proved it. */
export interface PortValues {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly project_id: string;
  readonly network_id: string;
  readonly admin_state_up: boolean;
  readonly mac_address?: string;
  readonly fixed_ips?: readonly WantedIp[];
  readonly device_id: string;
  readonly device_owner: string;
  readonly 'binding:host_id'?: string;
  readonly 'binding:vnic_type': string;
  readonly 'binding:profile'?: Readonly<Record<string, unknown>>;
  readonly port_security_enabled?: boolean;
  readonly security_groups?: readonly string[];
  readonly qos_policy_id?: string | null;
  readonly allowed_address_pairs?: readonly {readonly ip_address: string; readonly mac_address?: string}[];
  readonly extra_dhcp_opts?: readonly {
    readonly opt_name: string;
    readonly opt_value?: string | null;
    readonly ip_version?: number | string;
  }[];
}

/**
 * Canonical, the port's own MAC where none was given.
 * @throws DuplicateAddressPairInRequest where two pairs are the same in other words
 */
export function addressPairs(pairs: PortValues['allowed_address_pairs'], mac: string): readonly AddressPair[] {
  const all = new Map<string, AddressPair>();
  for (const pair of pairs ?? []) {
    const ipAddress = canonical(pair.ip_address);
    const macAddress = sanitizeMac(pair.mac_address ?? mac) ?? mac;
    const key = `${ipAddress} ${macAddress}`;
    if (all.has(key)) throw neutronErrors.duplicatePair(macAddress, pair.ip_address);
    all.set(key, {ipAddress, macAddress});
  }
  return [...all.values()];
}

function canonical(address: string): string {
  const ip = parseIp(address);
  if (ip !== undefined) return formatIp(ip);
  const cidr = parseCidr(address);
  return cidr === undefined ? address : formatCidr(cidr);
}

/** An option without a value is taken away. */
export const dhcpOptions = (
  options: PortValues['extra_dhcp_opts'],
  before: readonly DhcpOption[] = [],
): readonly DhcpOption[] => {
  const key = (option: Pick<DhcpOption, 'name' | 'ipVersion'>) => `${option.ipVersion} ${option.name}`;
  const all = new Map(before.map((option) => [key(option), option]));
  for (const option of options ?? []) {
    const ipVersion = Number(option.ip_version ?? 4) === 6 ? 6 : 4;
    const value = option.opt_value ?? null;
    const at = key({name: option.opt_name, ipVersion});
    if (value === null) all.delete(at);
    else all.set(at, {name: option.opt_name, value, ipVersion});
  }
  return [...all.values()];
};
