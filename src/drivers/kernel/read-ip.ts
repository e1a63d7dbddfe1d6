import type {Reading} from '../../state/snapshot.ts';
import {askBatch, askText, rememberingParser} from './answers.ts';
import {FDB_COMMAND, VLANS_COMMAND, parseBridgeVlans, parseFdb} from './bridge.ts';
import {LINKS_COMMAND, type RawLink, parseLinks} from './ip-links.ts';
import {NEIGHBOURS_COMMAND, PROXY_NEIGHBOURS_COMMAND, parseNeighbours} from './ip-neighbours.ts';
import {ROUTES_COMMAND, RULES_COMMAND, parseRoutes, parseRules} from './ip-routes.ts';
import {type Answer, consoleText} from './questions.ts';
import type {RawNamespace} from './raw-namespace.ts';
import {type Reader, openReader} from './reader.ts';
import type {Readers} from './readers.ts';
import {NETCONF_COMMAND} from './sysctl.ts';

const COMMANDS = {
  links: LINKS_COMMAND,
  routes: ROUTES_COMMAND,
  rules: RULES_COMMAND,
  ordinary: NEIGHBOURS_COMMAND,
  proxies: PROXY_NEIGHBOURS_COMMAND,
  netconf: NETCONF_COMMAND,
};

type IpPart = Pick<RawNamespace, 'links' | 'routes' | 'rules' | 'neighbours' | 'fdb' | 'bridgeVlans'>;

const EMPTY = {ok: true, value: {}} as const;

/** Reads links, addresses, routes, rules, neighbours and bridges: everything that `ip monitor` announces. */
export const openIpPart = ({start, console}: Readers) => {
  const ip = openReader('ip', () => start(['ip', '-j', '-d', '-force', '-batch', '-']));
  let bridge: Reader | undefined;
  let rules6: Answer | undefined;

  const links = rememberingParser((texts: Record<'links', string>) => parseLinks(texts.links));
  const routes = rememberingParser((texts: Record<'routes', string>) => parseRoutes(texts.routes));
  const rules = rememberingParser((texts: Record<'v4' | 'v6', string>) => ({
    ...parseRules(texts.v4, 'inet'),
    ...parseRules(texts.v6, 'inet6'),
  }));
  const neighbours = rememberingParser((texts: Record<'ordinary' | 'proxies', string>) => parseNeighbours(texts.ordinary, texts.proxies));
  const fdb = rememberingParser((texts: Record<'fdb', string>) => parseFdb(texts.fdb));
  const vlans = rememberingParser((texts: Record<'vlans', string>) => parseBridgeVlans(texts.vlans));

  const readBridge = async (): Promise<Pick<IpPart, 'fdb' | 'bridgeVlans'>> => {
    bridge ??= openReader('bridge', () => start(['bridge', '-j', '-force', '-batch', '-']));
    const answers = await askBatch(bridge, {fdb: FDB_COMMAND, vlans: VLANS_COMMAND});
    return {fdb: fdb({fdb: answers.fdb}), bridgeVlans: vlans({vlans: answers.vlans})};
  };
  /** Only a namespace with a bridge or a VXLAN device has forwarding entries, and a reader for them. */
  const readBridgeOf = async (found: Reading<readonly RawLink[]>): Promise<Pick<IpPart, 'fdb' | 'bridgeVlans'>> => {
    if (!found.ok) return {fdb: found, bridgeVlans: found};
    return found.value.some(forwards) ? readBridge() : {fdb: EMPTY, bridgeVlans: EMPTY};
  };

  return {
    /** @param withRules6 whether IPv6 rules may have changed; they cost a process */
    async read(withRules6: boolean): Promise<{readonly part: IpPart; readonly netconf: Answer}> {
      const early = bridge === undefined ? undefined : readBridge();
      const [answers, v6] = await Promise.all([
        askBatch(ip, COMMANDS),
        withRules6 || rules6 === undefined ? askText(console, consoleText('rules6')) : rules6,
      ]);
      rules6 = v6.ok ? v6 : undefined;
      const found = links({links: answers.links});
      const part: IpPart = {
        links: found,
        routes: routes({routes: answers.routes}),
        rules: rules({v4: answers.rules, v6}),
        neighbours: neighbours({ordinary: answers.ordinary, proxies: answers.proxies}),
        ...(await (early ?? readBridgeOf(found))),
      };
      return {part, netconf: answers.netconf};
    },
    [Symbol.dispose]() {
      ip[Symbol.dispose]();
      bridge?.[Symbol.dispose]();
    },
  };
};

const forwards = ({link}: RawLink): boolean => link.kind === 'bridge' || link.kind === 'vxlan';
