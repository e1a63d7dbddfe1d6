import type {AgentKind, NodeName} from '../../drivers/neutron/model.ts';
import type {Node, Stream} from '../../drivers/hosts/host.ts';
import type {Text} from '../../state/text.ts';

/** What `systemctl` can be asked for here. */
export type AgentAct = 'start' | 'stop' | 'restart';
export type ServiceKind = AgentKind | 'nova-compute';

/** systemd's names of what runs on a server, as Debian's packages have them. */
export const UNITS: Readonly<Record<string, ServiceKind>> = {
  'neutron-linuxbridge-agent': 'Linux bridge agent',
  'neutron-openvswitch-agent': 'Open vSwitch agent',
  'neutron-dhcp-agent': 'DHCP agent',
  'neutron-l3-agent': 'L3 agent',
  'neutron-metadata-agent': 'Metadata agent',
  'neutron-lbaasv2-agent': 'Loadbalancerv2 agent',
  'nova-compute': 'nova-compute',
};

/** Who runs the agents. */
export interface AgentKeeper {
  /** Whether the service runs on the node; undefined where the node has none of the kind. */
  isAlive(node: NodeName, kind: ServiceKind): boolean | undefined;
  /** Resolves when it is done and the agents have done what they could; with the reason where it cannot be done. */
  act(node: NodeName, kind: ServiceKind, act: AgentAct): Promise<Text | undefined>;
}

/** Reads requests of one node's `systemctl` and answers them, until its stream is disposed of. */
export function serveSystemctl(node: Node, keeper: AgentKeeper): Stream {
  const stream = node.stream(['bash', '-c', EAR], {runs: []});
  stream.onLine((line) => {
    const [id = '', verb = '', ...units] = line.split(' ');
    if (!/^\d+-\d+$/.test(id)) return;
    void answer(node.name, keeper, verb, units).then(({code, text}) => {
      stream.write(`${id} ${Buffer.from(`${code}\n${text}`).toString('base64')}\n`);
    });
  });
  return stream;
}

interface Answer {
  readonly code: number;
  readonly text: string;
}

/** In systemd's words, which are English. */
async function answer(node: NodeName, keeper: AgentKeeper, verb: string, units: readonly string[]): Promise<Answer> {
  const here = Object.keys(UNITS).filter((unit) => isAlive(node, keeper, unit) !== undefined);
  if (verb === 'list-units') return {code: 0, text: here.map((unit) => `${listing(node, keeper, unit)}\n`).join('')};
  if (!VERBS.has(verb))
    return {code: 1, text: `Unknown command verb ${verb}. Here there are: ${[...VERBS].join(', ')}.\n`};
  if (units.length === 0) return {code: 1, text: 'Too few arguments.\n'};
  const answers: Answer[] = [];
  for (const unit of units) {
    const kind = UNITS[unit];
    if (kind === undefined || !here.includes(unit))
      answers.push({
        code: verb === 'status' ? 4 : 5,
        text: `Unit ${unit}.service not found. Here there are: ${here.join(', ')}.\n`,
      });
    else answers.push(await answerOne({node, keeper, unit, kind}, verb));
  }
  return {code: answers.find(({code}) => code !== 0)?.code ?? 0, text: answers.map(({text}) => text).join('')};
}

const VERBS: ReadonlySet<string> = new Set(['start', 'stop', 'restart', 'status', 'is-active']);

const isAlive = (node: NodeName, keeper: AgentKeeper, unit: string): boolean | undefined => {
  const kind = UNITS[unit];
  return kind === undefined ? undefined : keeper.isAlive(node, kind);
};

const listing = (node: NodeName, keeper: AgentKeeper, unit: string): string =>
  `${unit}.service loaded ${isAlive(node, keeper, unit) === true ? 'active running' : 'inactive dead'}`;

interface Unit {
  readonly node: NodeName;
  readonly keeper: AgentKeeper;
  readonly unit: string;
  readonly kind: ServiceKind;
}

async function answerOne({node, keeper, unit, kind}: Unit, verb: string): Promise<Answer> {
  const alive = keeper.isAlive(node, kind) === true;
  switch (verb) {
    case 'is-active':
      return alive ? {code: 0, text: 'active\n'} : {code: 3, text: 'inactive\n'};
    case 'status':
      return {
        code: alive ? 0 : 3,
        text: `${alive ? '●' : '○'} ${unit}.service\n     Active: ${alive ? 'active (running)' : 'inactive (dead)'}\n`,
      };
    default: {
      const why = await keeper.act(node, kind, verb as AgentAct);
      return why === undefined ? {code: 0, text: ''} : {code: 1, text: `Job for ${unit}.service failed: ${why.en}\n`};
    }
  }
}

/** The folder that {@link SYSTEMCTL} and {@link EAR} meet in. */
const FOLDER = '/run/agents';

/** Hands requests out and puts answers down. Runs where no process of the node can see it. */
const EAR = `
umask 077
mkdir -p ${FOLDER} && cd ${FOLDER} && rm -f requests && mkfifo requests || exit
exec 3<>requests
while read -r line <&3; do printf '%s\\n' "$line"; done &
while read -r id text; do base64 -d <<<"$text" >"$id.new" && mv "$id.new" "$id"; done
`;

/** There is no systemd in a node: this asks whoever runs the agents, in the words an operator uses. */
export const SYSTEMCTL = `#!/bin/bash
verb= units=()
for word; do
  case $word in
    -*) ;;
    *) if [[ $verb ]]; then units+=("\${word%.service}"); else verb=$word; fi ;;
  esac
done
[[ $verb ]] || verb=list-units
id=$$-$RANDOM
[[ -p ${FOLDER}/requests ]] && timeout 5 tee ${FOLDER}/requests <<<"$id $verb \${units[*]}" >/dev/null ||
  { echo 'systemctl: the agents of this node cannot be asked' >&2; exit 1; }
for (( tries = 0; tries < 1000; tries++ )); do
  [[ -e ${FOLDER}/$id ]] && break
  sleep 0.03
done
[[ -e ${FOLDER}/$id ]] || { echo 'systemctl: no answer within 30 seconds' >&2; exit 1; }
{ read -r code; text=$(cat); } <${FOLDER}/$id
rm -f ${FOLDER}/$id
if [[ $text ]]; then
  if (( code )) && [[ $verb != status && $verb != is-active ]]; then printf '%s\\n' "$text" >&2; else printf '%s\\n' "$text"; fi
fi
exit "$code"
`;
