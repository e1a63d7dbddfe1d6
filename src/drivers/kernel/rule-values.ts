/** How the values of iptables options are written when they mean the same. */

type Normalise = (value: string) => string;

const PROTOCOLS: Readonly<Record<string, string>> = {
  '0': 'all',
  '1': 'icmp',
  '2': 'igmp',
  '4': 'ipencap',
  '6': 'tcp',
  '17': 'udp',
  '41': 'ipv6',
  '47': 'gre',
  '50': 'esp',
  '51': 'ah',
  '58': 'icmpv6',
  '89': 'ospf',
  '112': 'vrrp',
  '132': 'sctp',
  '136': 'udplite',
  'ipv6-icmp': 'icmpv6',
};

export const protocol: Normalise = (value) => PROTOCOLS[value.toLowerCase()] ?? value.toLowerCase();

/** The names of /etc/services that lessons use; iptables-save prints numbers. */
const SERVICES: Readonly<Record<string, string>> = {
  ftp: '21',
  ssh: '22',
  telnet: '23',
  smtp: '25',
  domain: '53',
  bootps: '67',
  bootpc: '68',
  tftp: '69',
  http: '80',
  www: '80',
  pop3: '110',
  ntp: '123',
  imap2: '143',
  snmp: '161',
  https: '443',
  mysql: '3306',
  'http-alt': '8080',
  webcache: '8080',
};

/** `http`, `1000:2000`, `:1024`, or a list of those (`-m multiport`) in any order. */
export const ports: Normalise = (value) =>
  value
    .split(',')
    .map((part) => {
      if (!part.includes(':')) return SERVICES[part] ?? part;
      const [from = '', to = ''] = part.split(':');
      return `${from === '' ? '0' : (SERVICES[from] ?? from)}:${to === '' ? '65535' : (SERVICES[to] ?? to)}`;
    })
    .toSorted()
    .join(',');

export const words: Normalise = (value) => value.toUpperCase().split(',').toSorted().join(',');

const ICMP_TYPES: Readonly<Record<string, string>> = {
  'echo-reply': '0',
  pong: '0',
  'destination-unreachable': '3',
  'network-unreachable': '3/0',
  'host-unreachable': '3/1',
  'protocol-unreachable': '3/2',
  'port-unreachable': '3/3',
  'fragmentation-needed': '3/4',
  'source-quench': '4',
  redirect: '5',
  'echo-request': '8',
  ping: '8',
  'router-advertisement': '9',
  'router-solicitation': '10',
  'time-exceeded': '11',
  'ttl-exceeded': '11',
  'parameter-problem': '12',
  'timestamp-request': '13',
  'timestamp-reply': '14',
};
const ICMPV6_TYPES: Readonly<Record<string, string>> = {
  'destination-unreachable': '1',
  'packet-too-big': '2',
  'time-exceeded': '3',
  'ttl-exceeded': '3',
  'parameter-problem': '4',
  'echo-request': '128',
  ping: '128',
  'echo-reply': '129',
  pong: '129',
  'router-solicitation': '133',
  'router-advertisement': '134',
  'neighbour-solicitation': '135',
  'neighbor-solicitation': '135',
  'neighbour-advertisement': '136',
  'neighbor-advertisement': '136',
  redirect: '137',
};

export const icmpType: Normalise = (value) => ICMP_TYPES[value.toLowerCase()] ?? value.toLowerCase();
export const icmpv6Type: Normalise = (value) => ICMPV6_TYPES[value.toLowerCase()] ?? value.toLowerCase();

/** `0x1`, `1` and `0x1/0xffffffff` are the same mark. */
export const mark: Normalise = (value) => {
  const [number = '', mask = '0xffffffff'] = value.split('/');
  return `${hex(number)}/${hex(mask)}`;
};
const hex = (value: string): string => {
  const number = Number(value);
  return Number.isInteger(number) && value !== '' ? `0x${number.toString(16)}` : value;
};

const UNITS: Readonly<Record<string, string>> = {s: 'second', m: 'minute', h: 'hour', d: 'day'};
/** `5/m`, `5/min` and `5/minute`. */
export const rate: Normalise = (value) => {
  const [count = '', unit = 'second'] = value.split('/');
  return `${count}/${UNITS[unit.charAt(0).toLowerCase()] ?? unit}`;
};

/**
 * Addresses as iptables-save writes them: a list sorted, `/32` and `/128` left out, masks as prefix lengths, host bits
 * cleared. Undefined where it is every address.
 */
export const addresses = (value: string): string | undefined => {
  const list = value.split(',').map(address);
  const known = list.filter((one) => one !== undefined);
  return known.length < list.length ? undefined : known.toSorted().join(',');
};

const address = (value: string): string | undefined => {
  const [host = '', mask] = value.toLowerCase().split('/');
  if (host.includes(':'))
    return mask === '0' ? undefined : mask === undefined || mask === '128' ? host : `${host}/${mask}`;
  const length = mask === undefined ? 32 : mask.includes('.') ? prefixLength(mask) : Number(mask);
  const bits = bitsOf(host);
  if (length === undefined || !Number.isInteger(length) || length < 0 || length > 32 || bits === undefined)
    return value;
  if (length === 0) return undefined;
  const cleared = length === 32 ? bits : (bits & (~0 << (32 - length))) >>> 0;
  const dotted = [24, 16, 8, 0].map((shift) => (cleared >>> shift) & 255).join('.');
  return length === 32 ? dotted : `${dotted}/${length}`;
};

/** `10/8` is short for `10.0.0.0/8`. */
const bitsOf = (dotted: string): number | undefined => {
  const bytes = `${dotted}.0.0.0`.split('.', 4).map(Number);
  if (!/^\d+(?:\.\d+){0,3}$/.test(dotted) || bytes.some((byte) => !Number.isInteger(byte) || byte < 0 || byte > 255))
    return undefined;
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
};

/** The length of a mask of leading ones; undefined for any other. */
const prefixLength = (mask: string): number | undefined => {
  const bits = bitsOf(mask);
  if (bits === undefined) return undefined;
  const length = Math.clz32(~bits >>> 0);
  return length === 32 || (bits << length) >>> 0 === 0 ? length : undefined;
};
