import type {Reading} from '../../state/snapshot.ts';
import {askBatch, askText, rememberingParser} from './answers.ts';
import {parseBridgeVlans, parseFdb} from './bridge.ts';
import {BRIDGE_COMMANDS, IP_COMMANDS} from './console.ts';
import {type RawLink, parseLinks} from './ip-links.ts';
import {parseNeighbours} from './ip-neighbours.ts';
import {parseRoutes, parseRules} from './ip-routes.ts';
import {type Answer, consoleText} from './questions.ts';
import type {RawNamespace} from './raw-namespace.ts';
import type {Reader} from './reader.ts';

type IpPart = Pick<RawNamespace, 'links' | 'routes' | 'rules' | 'neighbours' | 'fdb' | 'bridgeVlans'>;

const EMPTY = {ok: true, value: {}} as const;

/** Reads links, addresses, routes, rules, neighbours and bridges: everything that `ip monitor` announces. */
export const openIpPart = (console: Reader) => {
  let rules6: Answer | undefined;

  const links = rememberingParser((texts: Record<'links', string>) => parseLinks(texts.links));
  const routes = rememberingParser((texts: Record<'routes', string>) => parseRoutes(texts.routes));
  const rules = rememberingParser((texts: Record<'v4' | 'v6', string>) => ({
    ...parseRules(texts.v4, 'inet'),
    ...parseRules(texts.v6, 'inet6'),
  }));
  const neighbours = rememberingParser((texts: Record<'ordinary' | 'proxies', string>) =>
    parseNeighbours(texts.ordinary, texts.proxies),
  );
  const fdb = rememberingParser((texts: Record<'fdb', string>) => parseFdb(texts.fdb));
  const vlans = rememberingParser((texts: Record<'vlans', string>) => parseBridgeVlans(texts.vlans));

  const readBridge = async (): Promise<Pick<IpPart, 'fdb' | 'bridgeVlans'>> => {
    const answers = await askBatch(console, 'bridge', BRIDGE_COMMANDS);
    return {fdb: fdb({fdb: answers.fdb}), bridgeVlans: vlans({vlans: answers.vlans})};
  };
  /** Only a namespace with a bridge or a VXLAN device has forwarding entries. */
  const readBridgeOf = async (found: Reading<readonly RawLink[]>): Promise<Pick<IpPart, 'fdb' | 'bridgeVlans'>> => {
    if (!found.ok) return {fdb: found, bridgeVlans: found};
    return found.value.some(forwards) ? readBridge() : {fdb: EMPTY, bridgeVlans: EMPTY};
  };

  return {
    /** @param withRules6 whether IPv6 rules may have changed; they cost a process */
    async read(withRules6: boolean): Promise<{readonly part: IpPart; readonly netconf: Answer}> {
      const [answers, v6] = await Promise.all([
        askBatch(console, 'ip', IP_COMMANDS),
        withRules6 || rules6 === undefined ? askText(console, consoleText('rules6')) : rules6,
      ]);
      rules6 = v6.ok ? v6 : undefined;
      const found = links({links: answers.links});
      const part: IpPart = {
        links: found,
        routes: routes({routes: answers.routes}),
        rules: rules({v4: answers.rules, v6}),
        neighbours: neighbours({ordinary: answers.ordinary, proxies: answers.proxies}),
        ...(await readBridgeOf(found)),
      };
      return {part, netconf: answers.netconf};
    },
  };
};

const forwards = ({link}: RawLink): boolean => link.kind === 'bridge' || link.kind === 'vxlan';
