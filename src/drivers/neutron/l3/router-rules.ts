import {firewallChains} from '../fwaas/firewall-chains.ts';
import {L3_PREFIX, forwardingChain} from '../naming.ts';
import {meterChains} from '../metering/meter-chains.ts';
import {plumbing} from '../port-filter/rule-lists.ts';
import type {Chains, Tables} from '../port-filter/rule-lists.ts';
import type {RouterEnd, RouterItem} from './plan.ts';

const chain = (name: string): string => `${L3_PREFIX}-${name}`;

/** Where instances ask for metadata; no router forwards to it. */
const METADATA = {4: '169.254.169.254/32', 6: 'fe80::a9fe:a9fe/128'} as const;
export const METADATA_PORT = 9697;

/** Marks of the packet: upper half which address scope it comes from, lower half whether it is for metadata or from outside. */
const SCOPE = '0x4000000/0xffff0000';
const METADATA_MARK = '0x1/0xffff';
const OUTSIDE_MARK = '0x2/0xffff';
const NO_SCOPE = '-m connmark --mark 0x0/0xffff0000';
const SAVE = `${NO_SCOPE} -j CONNMARK --save-mark --nfmask 0xffff0000 --ctmask 0xffff0000`;
const RESTORE =
  '-m connmark ! --mark 0x0/0xffff0000 -j CONNMARK --restore-mark --nfmask 0xffff0000 --ctmask 0xffff0000';
const SOURCE_NAT = '-m comment --comment "Perform source NAT on outgoing traffic."';

/**
 * The tables of a router's namespace, exactly as iptables-save of a real one shows them: text and order
 * (neutron.agent.l3.router_info and its metadata and port forwarding extensions).
 * @param isMetered the metering agent's chains are there
 */
export function routerTables(item: RouterItem, version: 4 | 6, isMetered = false): Tables {
  const {mangle = {}, raw = {}, filter = {}} = plumbing(L3_PREFIX, version);
  const asks = `-d ${METADATA[version]} -i qr-+ -p tcp -m tcp --dport 80`;
  const ends = item.interfaces.filter((end) => end.kind !== 'ha' && hasVersion(end, version));
  const gateway = item.interfaces.find((end) => end.kind === 'gateway');
  const masked = version === 4 && item.enableSnat;

  mangle[chain('scope')] = ends.map(({link}) => `-i ${link} -j MARK --set-xmark ${SCOPE}`);
  mangle[chain('PREROUTING')] = [
    ...(version === 4 ? [`-j ${chain('mark')}`] : []),
    `-j ${chain('scope')}`,
    RESTORE,
    ...(version === 4 ? [`-j ${chain('floatingip')}`] : []),
    `${asks} -j MARK --set-xmark ${METADATA_MARK}`,
  ];
  if (version === 4) {
    mangle[chain('floatingip')] = [];
    mangle[chain('float-snat')] = [SAVE];
    mangle[chain('mark')] = gateway === undefined ? [] : [`-i ${gateway.link} -j MARK --set-xmark ${OUTSIDE_MARK}`];
    mangle[chain('POSTROUTING')] = gateway !== undefined && masked ? [`-o ${gateway.link} ${SAVE}`] : [];
  }
  const walls = firewallChains(item.firewalls, version, item.firewallVersion);
  Object.assign(filter, walls.chains);
  filter[chain('FORWARD')] = [`-j ${chain('scope')}`, ...walls.forward];
  filter[chain('INPUT')] = [
    `-m mark --mark ${METADATA_MARK} -j ACCEPT`,
    `-p tcp -m tcp --dport ${METADATA_PORT} -j DROP`,
  ];
  // Behind SNAT everybody may go out; who is seen with his own address only from the same scope.
  filter[chain('scope')] = ends
    .filter((end) => end.kind === 'interface' || !masked)
    .map(({link}) => `-o ${link} -m mark ! --mark ${SCOPE} -j DROP`);
  addMeters(filter, meterChains(item.meters, version, gateway?.link, isMetered));
  const redirect = `${asks} -j REDIRECT --to-ports ${METADATA_PORT}`;
  const nat =
    version === 4
      ? addressTranslation(item, gateway, redirect)
      : {PREROUTING: [`-j ${chain('PREROUTING')}`], [chain('PREROUTING')]: [redirect]};
  return {mangle, raw, filter, nat};
}

/** Who counts comes before who decides; both programs share `neutron-filter-top`. */
function addMeters(filter: Record<string, readonly string[]>, meters: Chains | undefined): void {
  for (const [name, rules] of Object.entries(meters ?? {}))
    filter[name] = [...new Set([...rules, ...(filter[name] ?? [])])];
}

const hasVersion = ({addresses}: RouterEnd, version: 4 | 6): boolean =>
  addresses.some((address) => address.includes(':') === (version === 6));

function addressTranslation(item: RouterItem, gateway: RouterEnd | undefined, redirect: string) {
  const {floatingIps, forwardings} = item;
  const inward = floatingIps.map(({floating, fixed}) => `-d ${floating}/32 -j DNAT --to-destination ${fixed}`);
  const forwards = forwardings.length > 0;
  const nat: Record<string, readonly string[]> = {
    PREROUTING: [`-j ${chain('PREROUTING')}`],
    OUTPUT: [`-j ${chain('OUTPUT')}`],
    POSTROUTING: [`-j ${chain('POSTROUTING')}`, '-j neutron-postrouting-bottom'],
    [chain('PREROUTING')]: [redirect, ...(forwards ? [`-j ${chain('fip-pf')}`] : []), ...inward],
    [chain('OUTPUT')]: inward,
    [chain('POSTROUTING')]: [],
    [chain('float-snat')]: floatingIps.map(
      ({floating, fixed}) => `-s ${fixed}/32 -j SNAT --to-source ${floating} --random-fully`,
    ),
    [chain('snat')]: [`-j ${chain('float-snat')}`],
    'neutron-postrouting-bottom': [`${SOURCE_NAT} -j ${chain('snat')}`],
  };
  const outer = gateway?.addresses.find((address) => !address.includes(':'))?.split('/')[0];
  if (gateway !== undefined && outer !== undefined) {
    const {link} = gateway;
    const source = `-j SNAT --to-source ${outer} --random-fully`;
    nat[chain('POSTROUTING')] = [`! -o ${link} -m conntrack ! --ctstate DNAT -j ACCEPT`];
    nat[chain('snat')] = [
      `-j ${chain('float-snat')}`,
      ...(item.enableSnat ? [`-o ${link} ${source}`] : []),
      // Hairpin: who reaches a neighbour by its floating IP must get the answer back through the router.
      `-m mark ! --mark ${OUTSIDE_MARK} -m conntrack --ctstate DNAT ${source}`,
    ];
  }
  if (forwards) nat[chain('fip-pf')] = forwardings.map(({id}) => `-j ${forwardingChain(id)}`);
  for (const {id, floating, protocol, externalPort, internalIpAddress, internalPort} of forwardings)
    nat[forwardingChain(id)] = [
      `-d ${floating}/32 -p ${protocol} -m ${protocol} --dport ${externalPort} -j DNAT --to-destination ${internalIpAddress}:${internalPort}`,
    ];
  return nat;
}
