/** Where every server has {@link RELEASE_COMMAND}. */
export const RELEASE = '/usr/local/sbin/dhcp_release';

/**
 * `dhcp_release INTERFACE ADDRESS MAC [CLIENT-ID]`, as dnsmasq-utils has it, which few machines have: tells this
 * namespace's DHCP server, as the client itself would, that a lease is over. It is one datagram, hence one write, though
 * an address may have the byte that ends a line.
 */
export const RELEASE_COMMAND = `#!/bin/bash
mac=\${3//:/} client=\${4:-01:$3}
client=\${client//:/}
server=$(ip -4 route get "$2" | sed -n 's/.* src \\([0-9.]*\\).*/\\1/p')
dotted() { printf %02x \${1//./ }; }
zeros() { printf "%0$((2 * $1))d" 0; }
packet=0101060052454c53$(zeros 4)$(dotted "$2")$(zeros 12)$mac$(zeros 202)63825363350107
packet+=3604$(dotted "$server")3d$(printf %02x $((\${#client} / 2)))\${client}ff
printf "$(sed 's/../\\\\x&/g' <<<"$packet")" | dd bs=1024 iflag=fullblock status=none >"/dev/udp/$server/67"
`;

export interface Lease {
  readonly mac: string;
  readonly address: string;
  readonly clientId: string | undefined;
}

/**
 * Leases of whoever has no port any more (agent/linux/dhcp.py, _release_unused_leases). While one lasts, dnsmasq gives
 * its address to no other MAC, whatever its files say.
 * @param leases what dnsmasq keeps: when it ends, MAC, address, name, client id
 * @param host which MAC is to get which address
 */
export const unusedLeases = (leases: string, host: string): readonly Lease[] => {
  const used = new Set(
    host.split('\n').map((line) => {
      const [mac = '', , address = ''] = line.split(',');
      return `${mac} ${address}`;
    }),
  );
  return leases.split('\n').flatMap((line) => {
    const [, mac = '', address = '', , clientId = '*'] = line.split(' ');
    return !/^[\da-f]{2}(:[\da-f]{2}){5}$/.test(mac) || used.has(`${mac} ${address}`)
      ? []
      : [{mac, address, clientId: clientId === '*' ? undefined : clientId}];
  });
};
